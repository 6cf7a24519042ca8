#define CATCH_CONFIG_RUNNER
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>

int main(int argc, char** argv) {
  // Made here, by one thread: the log's library is not compiled for the thread sanitizer, which does not see its locks.
  spdlog::default_logger();
  return Catch::Session().run(argc, argv);
}
