#include "http/run_time_parameters.hpp"

namespace deckhand {

std::optional<api_error> refuse_parameter_files(const nlohmann::json* files) {
  if (!files || files->empty()) return std::nullopt;
  const auto& file_id = files->begin().value();
  return single_error(422, "FileIdNotFound", "Data File Id Not Found",
                      "Data file " + (file_id.is_string() ? file_id.get<std::string>() : file_id.dump()) + " was not found.");
}

}  // namespace deckhand
