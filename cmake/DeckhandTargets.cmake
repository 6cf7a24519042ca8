# How deckhand's own targets are compiled: strictly, and against the tree's root.
function(deckhand_flags target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
  # GCC 12 sees overlaps in plain string joining that are not there (its bug 105651).
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  if(DECKHAND_SANITIZER)
    target_compile_options(${target} PRIVATE -fsanitize=${DECKHAND_SANITIZER} -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${DECKHAND_SANITIZER})
  endif()
endfunction()

# deckhand_library(NAME [EXCEPT file…] [DEPENDS target…] [HEAVY header…]): all of the folder NAME as the static library
# deckhand_NAME. HEAVY headers, which most of its files include anyway, are parsed once for all of them.
function(deckhand_library name)
  cmake_parse_arguments(ARG "" "" "EXCEPT;DEPENDS;HEAVY" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
  foreach(file IN LISTS ARG_EXCEPT)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${name}/${file})
  endforeach()
  if(sources)
    add_library(deckhand_${name} STATIC ${sources})
    target_link_libraries(deckhand_${name} PUBLIC ${ARG_DEPENDS})
    if(ARG_HEAVY)
      target_precompile_headers(deckhand_${name} PRIVATE ${ARG_HEAVY})
    endif()
    deckhand_flags(deckhand_${name})
  else()
    add_library(deckhand_${name} INTERFACE)
    target_link_libraries(deckhand_${name} INTERFACE ${ARG_DEPENDS})
  endif()
endfunction()

# deckhand_test(FOLDER [EXCEPT file…] [DEPENDS target…] [HEAVY header…]): all of tests/FOLDER as one Catch2 program, each case a test of its own.
function(deckhand_test folder)
  cmake_parse_arguments(ARG "" "" "EXCEPT;DEPENDS;HEAVY" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(file IN LISTS ARG_EXCEPT)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${file})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_executable(test_${folder} ${sources})
  target_link_libraries(test_${folder} PRIVATE ${ARG_DEPENDS})
  target_precompile_headers(test_${folder} PRIVATE <catch2/catch.hpp> ${ARG_HEAVY})
  deckhand_flags(test_${folder})
  target_compile_options(test_${folder} PRIVATE -O0)  # compiled faster than the optimised ones would run
  # ctest takes a name apart at a semicolon; what is left of it names no case, and no case is a success.
  catch_discover_tests(test_${folder} TEST_PREFIX "${folder}: " PROPERTIES TIMEOUT 300
                       FAIL_REGULAR_EXPRESSION "No test cases matched")
endfunction()
