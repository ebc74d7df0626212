# What ctest is to know of the tests, whose names are found only after the build.
set_tests_properties(${test_db_TESTS} PROPERTIES ENVIRONMENT CB_DATA_DIR=${CMAKE_CURRENT_LIST_DIR}/../../..)
