# The ctest properties of the tests, whose names are known only after the build.
set_tests_properties(${test_db_TESTS} PROPERTIES ENVIRONMENT CB_DATA_DIR=${CMAKE_CURRENT_LIST_DIR}/../../..)
