# SPDX-License-Identifier: MIT
# What find_package(bnconform) gives, in an unpacked release (lib/cmake/bnconform) and in a checkout that is built:
#
#   BNCONFORM_EXECUTABLE, BNCONFORM_GOLDEN   the executable and the folder of golden files
#   bnconform::header                        to be linked to a library with the interface of bnconform.h
#   bnconform_add_tests(TARGET [PROFILE torch] [OPTIONS --expect known.txt …])
#       the test TARGET_all runs the whole suite on the library and writes TARGET_all.xml (JUnit) and TARGET_all.html; the tests
#       TARGET/CASE run one case each, with its feature and level as labels. What the library declares unsupported is skipped.

get_filename_component(_bnconform_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(EXISTS "${_bnconform_prefix}/share/bnconform")
  set(BNCONFORM_EXECUTABLE "${_bnconform_prefix}/bin/bnconform")
  set(BNCONFORM_GOLDEN "${_bnconform_prefix}/share/bnconform")
  set(_bnconform_include "${_bnconform_prefix}/include")
else()
  set(BNCONFORM_EXECUTABLE "${_bnconform_prefix}/.build/release/bnconform")
  set(BNCONFORM_GOLDEN "${_bnconform_prefix}/Golden")
  set(_bnconform_include "${_bnconform_prefix}/tools/adapters/library")
endif()
if(NOT EXISTS "${BNCONFORM_EXECUTABLE}")
  set(bnconform_FOUND FALSE)
  set(bnconform_NOT_FOUND_MESSAGE "${BNCONFORM_EXECUTABLE} is not there; in a checkout, tools/build --product bnconform makes it")
  return()
endif()

if(NOT TARGET bnconform::header)
  add_library(bnconform::header INTERFACE IMPORTED)
  set_target_properties(bnconform::header PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_bnconform_include}")
endif()

function(bnconform_add_tests target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PROFILE" "OPTIONS")
  if(NOT ARG_PROFILE)
    set(ARG_PROFILE math)
  endif()
  execute_process(
    COMMAND "${BNCONFORM_EXECUTABLE}" list --golden "${BNCONFORM_GOLDEN}" --profile "${ARG_PROFILE}" --format json
    OUTPUT_VARIABLE cases ERROR_VARIABLE complaint RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "bnconform list ended with ${code}: ${complaint}")
  endif()
  set(judge "${BNCONFORM_EXECUTABLE}" run --implementation "$<TARGET_FILE:${target}>" --profile "${ARG_PROFILE}"
    --show failures ${ARG_OPTIONS})
  set(report "${CMAKE_CURRENT_BINARY_DIR}/${target}_all")
  add_test(NAME "${target}_all"
    COMMAND ${judge} --golden "${BNCONFORM_GOLDEN}" --report "junit=${report}.xml" --report "html=${report}.html")
  set_tests_properties("${target}_all" PROPERTIES TIMEOUT 300)
  # string(JSON) would read the whole list again for each member.
  string(REGEX MATCHALL "\"(id|level)\" : \"[^\"]*\"" members "${cases}")
  foreach(member IN LISTS members)
    string(REGEX REPLACE ".* : \"(.*)\"" "\\1" value "${member}")
    if(member MATCHES "^\"id\"")
      set(id "${value}")
    else()
      string(REGEX REPLACE "/.*" "" feature "${id}")
      add_test(NAME "${target}/${id}" COMMAND ${judge} "${BNCONFORM_GOLDEN}/${feature}.h5" --filter "${id}")
      set_tests_properties("${target}/${id}" PROPERTIES TIMEOUT 60 SKIP_RETURN_CODE 3 LABELS "${feature};${value}")
    endif()
  endforeach()
endfunction()
