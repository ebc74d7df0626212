# Bundles the pages of cb report: cmake -DSOURCE=web -DWORK=DIR -DPAGES=DIR -DNPM=npm -P bundle.cmake
#
# Where npm's registry cannot be reached, the pages are left out, with a message, and cb is built all the same; the next build tries
# again. Packages with wrong checksums, and mistakes in the sources, are errors.

set(max_install_s 300)
# npm alone would try for minutes.
set(bounds --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --fetch-timeout=60000)

function(leave_out reason)
  file(REMOVE_RECURSE ${PAGES})
  message(NOTICE "cb report will have no pages: npm could not get their packages:\n${reason}\n"
    "The rest of cb does not need them. Build again when the registry of npm can be reached (npm ping), or build with -DCB_PAGES=OFF.")
endfunction()

# Sets is_installed in the caller.
function(install_packages)
  set(stamp ${WORK}/installed)
  file(SHA256 ${SOURCE}/package-lock.json wanted)
  set(found "")
  if(EXISTS ${stamp})
    file(READ ${stamp} found)
  endif()
  set(is_installed TRUE PARENT_SCOPE)
  if(found STREQUAL wanted)
    return()
  endif()
  file(REMOVE ${stamp})
  file(COPY ${SOURCE}/package.json ${SOURCE}/package-lock.json ${SOURCE}/.npmrc DESTINATION ${WORK})
  message(NOTICE "Installing the packages of web/")
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error ${bounds}
    WORKING_DIRECTORY ${WORK} TIMEOUT ${max_install_s} RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE errors)
  if(result STREQUAL 0)
    file(WRITE ${stamp} ${wanted})
  elseif(errors MATCHES "code (EINTEGRITY|EUSAGE|EJSONPARSE|ENOSPC|EACCES)")
    message(FATAL_ERROR "npm could not install the packages of web/:\n${errors}")
  else()
    string(REGEX REPLACE "\n[^\n]* at .*" "" errors "${errors}") # where in npm it happened
    string(REGEX REPLACE "\nnpm (ERR!|error) A complete log.*" "" errors "${errors}")
    string(STRIP "${errors}" errors)
    leave_out("${errors} (${result})")
    set(is_installed FALSE PARENT_SCOPE)
  endif()
endfunction()

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

install_packages()
if(is_installed)
  # Node looks for packages beside the sources, so they are copied.
  file(REMOVE_RECURSE ${WORK}/src)
  file(COPY ${SOURCE}/src ${SOURCE}/tsconfig.json DESTINATION ${WORK})
  run(node_modules/.bin/tsc --noEmit)
  run(node_modules/.bin/esbuild src/main.ts --bundle --minify --target=es2020 --log-level=warning --legal-comments=inline
    --outfile=${PAGES}/app.js)
  run(node_modules/.bin/esbuild src/app.css --bundle --minify --log-level=warning --outfile=${PAGES}/app.css)
  file(COPY_FILE ${SOURCE}/index.html ${PAGES}/index.html)
  file(TOUCH ${PAGES}/index.html ${PAGES}/app.js ${PAGES}/app.css)
endif()
