# Everything deckhand links against. scripts/setup.sh installs it all.
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tl-expected REQUIRED)
# Debian builds cpp-httplib as a shared library; its pkg-config file carries the switches it was built with.
find_package(PkgConfig REQUIRED)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
if(DECKHAND_FUZZ)
  return()  # neither actors nor Python are fuzzed
endif()

# Debian's own Python, whatever else comes first in the path.
set(Python3_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "The interpreter whose library runs protocols")
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter Development.Embed)
set(PYTHON_EXECUTABLE ${Python3_EXECUTABLE})
set(PYBIND11_FINDPYTHON OFF)
find_package(pybind11 2.10 REQUIRED CONFIG)

set(deckhand_cache "$ENV{DECKHAND_CACHE}")
if(NOT deckhand_cache)
  set(deckhand_cache "$ENV{HOME}/.cache/deckhand")
endif()
if(DECKHAND_SANITIZER MATCHES "thread")
  set(caf_flavour tsan)
elseif(DECKHAND_SANITIZER)
  set(caf_flavour asan)
else()
  set(caf_flavour release)
endif()
find_package(CAF 0.18.7 REQUIRED COMPONENTS core io HINTS "${deckhand_cache}/caf-0.18.7-${caf_flavour}")
