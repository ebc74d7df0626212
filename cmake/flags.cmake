# Compile options of our own targets. Linked PRIVATE, so they do not affect other code.
add_library(cb_flags INTERFACE)
target_compile_options(cb_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-align -Wdouble-promotion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2
  $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond>
  # GCC 12 reports false overlaps in std::string (GCC bug 105651), only with -O3.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # Files that are compiled together do not shadow each other's file-local names.
  $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-shadow>
  $<$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>
  $<$<BOOL:${CB_DEV}>:-Werror>)
target_compile_definitions(cb_flags INTERFACE
  _FILE_OFFSET_BITS=64 $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>
  $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)

if(CB_SANITIZE)
  target_compile_options(cb_flags INTERFACE
    -fsanitize=${CB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cb_flags INTERFACE -fsanitize=${CB_SANITIZE})
endif()
if(CB_FUZZ)
  target_compile_options(cb_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
