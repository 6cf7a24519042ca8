# Installs deckhand into a temporary prefix, builds each example outside of the tree as a user would, and runs it.
cmake_minimum_required(VERSION 3.25)

function(call)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "OUTPUT" "COMMAND")
  execute_process(COMMAND ${ARG_COMMAND} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARG_COMMAND} ended with ${code}:\n${output}\n${errors}")
  endif()
  set(${ARG_OUTPUT} "${output}" PARENT_SCOPE)
endfunction()

# expect(TEXT NUMBER PATTERN): that many lines of the text hold the pattern.
function(expect text number pattern)
  string(REGEX MATCHALL "${pattern}" found "${text}")
  list(LENGTH found count)
  if(NOT count EQUAL number)
    message(FATAL_ERROR "${count} times '${pattern}' instead of ${number} in:\n${text}")
  endif()
endfunction()

# Sanitizers want to be in the whole of a program.
set(flags "")
if(FLAVOUR)
  set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${FLAVOUR})
endif()
set(work ${DECKHAND_BUILD}/installed_examples)
file(REMOVE_RECURSE ${work})
call(OUTPUT ignored COMMAND ${CMAKE_COMMAND} --install ${DECKHAND_BUILD} --prefix ${work}/prefix)

foreach(name gradient_fill temperature_gate adaptive_dilution)
  call(OUTPUT ignored COMMAND ${CMAKE_COMMAND} -S ${EXAMPLES}/${name} -B ${work}/${name} -G Ninja
       -DCMAKE_PREFIX_PATH=${work}/prefix -DCMAKE_CXX_COMPILER=${COMPILER} ${flags})
  call(OUTPUT ignored COMMAND ${CMAKE_COMMAND} --build ${work}/${name})
  call(OUTPUT analysis COMMAND ${work}/prefix/bin/deckhand --log-level error analyze ${work}/${name}/${name}.so)
  expect("${analysis}" 1 "no problems found")
  call(OUTPUT ${name} COMMAND ${DECKHAND} --log-level error run ${work}/${name}/${name}.so --time-scale 0.002)
  expect("${${name}}" 1 "run succeeded")
endforeach()

# In the run log's table: number, type, status, …
set(done " +succeeded +[0-9.]+ ")
expect("${gradient_fill}" 22 " aspirate${done}")
expect("${gradient_fill}" 22 " dispense${done}")
expect("${gradient_fill}" 2 " dropTip${done}")
expect("${temperature_gate}" 3 " dispense${done}")
expect("${temperature_gate}" 1 " comment${done} +warm after [1-9][0-9]* looks: 3[67]")
# 500 halves to 31.25 in four steps; then a tenth of each: 3.125, 0.3125.
expect("${adaptive_dilution}" 6 " dispense${done}")
expect("${adaptive_dilution}" 1 " comment${done} +7 columns, the last with 0.3125")
message(STATUS "the examples ran")
