# Where cb finds its files (lib/base/paths.hpp): relative to the installed program, and in the build
# tree, which has links for that.
foreach(data sql profiles)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/cb)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${data} ${CMAKE_BINARY_DIR}/share/cb/${data} SYMBOLIC)
endforeach()

install(TARGETS cb RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS cb-init RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/cb)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sql DESTINATION ${CMAKE_INSTALL_DATADIR}/cb
  FILES_MATCHING PATTERN "*.sql")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/profiles DESTINATION ${CMAKE_INSTALL_DATADIR}/cb
  FILES_MATCHING PATTERN "*.json")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/cb
  FILES_MATCHING PATTERN "*.md" PATTERN "*.json")
