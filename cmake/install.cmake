# Where cb finds its files (lib/base/paths.hpp): relative to the installed program, and in the build
# tree, which has links for that.
foreach(data sql profiles docs)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/cb)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${data} ${CMAKE_BINARY_DIR}/share/cb/${data} SYMBOLIC)
endforeach()

install(TARGETS cb RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS cb-init RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/cb)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sql DESTINATION ${CMAKE_INSTALL_DATADIR}/cb
  FILES_MATCHING PATTERN "*.sql")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/profiles DESTINATION ${CMAKE_INSTALL_DATADIR}/cb
  FILES_MATCHING PATTERN "*.json")
install(FILES ${CMAKE_SOURCE_DIR}/grafana/dashboard.json DESTINATION ${CMAKE_INSTALL_DATADIR}/cb/grafana)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/systemd/ DESTINATION lib/systemd/system)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/cb
  FILES_MATCHING PATTERN "*.md" PATTERN "*.json" PATTERN "*.png")

# The man pages and the completions come from the tables of the options, and from docs/: cb prints them.
file(GLOB docs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.md)
set(pages ${CMAKE_BINARY_DIR}/share/man/man1)
set(completions ${CMAKE_BINARY_DIR}/share/completions)
file(MAKE_DIRECTORY ${pages} ${completions})
add_custom_command(OUTPUT ${pages}/cb.1 ${completions}/cb ${completions}/_cb ${completions}/cb.fish
  COMMAND cb man --all ${pages}
  COMMAND cb completions bash > ${completions}/cb
  COMMAND cb completions zsh > ${completions}/_cb
  COMMAND cb completions fish > ${completions}/cb.fish
  DEPENDS cb ${docs} VERBATIM)
add_custom_target(cb_pages ALL DEPENDS ${pages}/cb.1)
install(DIRECTORY ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${completions}/cb DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/_cb DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${completions}/cb.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
