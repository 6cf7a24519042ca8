#include "http/openapi/operations.hpp"

#include <array>

namespace deckhand {
namespace {

constexpr std::string_view page = "cursor:integer pageLength:integer";
constexpr std::string_view fixit_page = "cursor:integer pageLength:integer includeFixitCommands:boolean";
constexpr std::string_view wait = "waitUntilComplete:boolean timeout:integer";
constexpr std::string_view fixit_wait = "waitUntilComplete:boolean timeout:integer failedCommandId:string";

using row = operation_description;
constexpr std::array rows{
    row{"GET", "/health", "Health", "What this node is, and whether it is ready", "", "Health"},
    row{"GET", "/openapi.json", "Health", "This description", "", "Object"},
    row{"GET", "/docs", "Health", "This description, to read", "", "html"},
    row{"GET", "/redoc", "Health", "This description, to read", "", "html"},
    row{"GET", "/logs/{log_identifier}", "Health", "The newest lines of one of the node's logs", "", "text", 200,
        "format:string records:integer"},

    row{"GET", "/robot/lights", "Robot", "Whether the lights are on", "", "Lights"},
    row{"POST", "/robot/lights", "Robot", "Switch the lights", "Lights", "Lights"},
    row{"POST", "/robot/home", "Robot", "Home the robot, or one pipette", "HomeTarget", "Message"},
    row{"GET", "/robot/positions", "Robot", "Places for changing pipettes and attaching tips", "", "Positions"},
    row{"POST", "/robot/move", "Robot", "Move a mount or its pipette", "Move", "Message"},
    row{"POST", "/identify", "Robot", "Blink the lights", "", "Message", 200, "seconds!:integer"},
    row{"GET", "/motors/engaged", "Robot", "Which motors hold their axes", "", "EngagedMotors"},
    row{"POST", "/motors/disengage", "Robot", "Switch motors off", "Axes", "Message"},
    row{"GET", "/robot/door/status", "Robot", "Whether the door is open", "", "data:DoorStatus"},
    row{"GET", "/robot/control/estopStatus", "Robot", "Not on an OT-2", "", "Errors", 403},
    row{"PUT", "/robot/control/acknowledgeEstopDisengage", "Robot", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/pipettes", "Attached", "The pipettes on the mounts", "", "Pipettes", 200, "refresh:boolean"},
    row{"GET", "/instruments", "Attached", "The instruments on the mounts", "", "list:Instrument", 200, "refresh:boolean"},
    row{"GET", "/modules", "Attached", "The modules and what they do now", "", "list:Module"},
    row{"POST", "/modules/{serial}", "Attached", "Command a module, as the oldest clients do", "ModuleCommand", "ModuleReply"},
    row{"GET", "/subsystems/status", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/subsystems/status/{subsystem}", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/subsystems/updates/current", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/subsystems/updates/current/{subsystem}", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/subsystems/updates/all", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"GET", "/subsystems/updates/all/{update_id}", "Attached", "Not on an OT-2", "", "Errors", 403},
    row{"POST", "/subsystems/updates/{subsystem}", "Attached", "Not on an OT-2", "", "Errors", 403},

    row{"GET", "/settings", "Settings", "Features that can be switched", "", "Settings"},
    row{"POST", "/settings", "Settings", "Switch a feature", "SettingChange", "Settings"},
    row{"POST", "/settings/log_level/local", "Settings", "How much is logged", "LogLevel", "Message"},
    row{"GET", "/settings/reset/options", "Settings", "What can be reset", "", "ResetOptions"},
    row{"POST", "/settings/reset", "Settings", "Reset things", "Reset", "Message"},
    row{"GET", "/settings/robot", "Settings", "The robot's figures", "", "RobotSettings"},
    row{"GET", "/settings/pipettes", "Settings", "The attached pipettes' figures", "", "AllPipetteSettings"},
    row{"GET", "/settings/pipettes/{pipette_id}", "Settings", "One pipette's figures", "", "PipetteSettings"},
    row{"GET", "/errorRecovery/settings", "Settings", "Whether runs may recover from errors", "", "data:RecoverySettings"},
    row{"PATCH", "/errorRecovery/settings", "Settings", "Let runs recover, or not", "data:RecoverySettings",
        "data:RecoverySettings"},
    row{"DELETE", "/errorRecovery/settings", "Settings", "Back to the usual", "", "data:RecoverySettings"},
    row{"DELETE", "/clientData", "Client data", "Forget all keys", "", "Empty"},
    row{"GET", "/clientData/{key}", "Client data", "What was stored under a key", "", "data:Object"},
    row{"PUT", "/clientData/{key}", "Client data", "Store an object until the node stops", "data:Object", "data:Object"},
    row{"DELETE", "/clientData/{key}", "Client data", "Forget a key", "", "Empty"},

    row{"GET", "/networking/status", "System", "The machine's network", "", "Networking"},
    row{"GET", "/wifi/list", "System", "Wi-Fi networks: none", "", "WifiList"},
    row{"POST", "/wifi/configure", "System", "Refused: the machine's Wi-Fi is not deckhand's", "Object", "LegacyError", 400},
    row{"POST", "/wifi/disconnect", "System", "Refused: the machine's Wi-Fi is not deckhand's", "Object", "LegacyError", 400},
    row{"GET", "/wifi/keys", "System", "Wi-Fi key files: none", "", "WifiKeys"},
    row{"POST", "/wifi/keys", "System", "Refused: the machine's Wi-Fi is not deckhand's", "Object", "LegacyError", 400},
    row{"DELETE", "/wifi/keys/{key_id}", "System", "There are no key files", "", "LegacyError", 404},
    row{"GET", "/wifi/eap-options", "System", "Ways to log in to a Wi-Fi: none", "", "EapOptions"},
    row{"GET", "/system/time", "System", "The machine's clock", "", "data:SystemTime"},
    row{"PUT", "/system/time", "System", "Refused: the machine keeps its own time", "data:SystemTime", "Errors", 403},
    row{"GET", "/calibration/status", "Calibration", "The identity: none is stored", "", "CalibrationStatus"},
    row{"GET", "/calibration/pipette_offset", "Calibration", "None is stored", "", "list:Object"},
    row{"DELETE", "/calibration/pipette_offset", "Calibration", "None is stored", "", "LegacyError", 404},
    row{"GET", "/calibration/tip_length", "Calibration", "None is stored", "", "list:Object"},
    row{"DELETE", "/calibration/tip_length", "Calibration", "None is stored", "", "LegacyError", 404},
    row{"GET", "/sessions", "Calibration", "Sessions of the oldest clients: none", "", "list:Object"},
    row{"GET", "/deck_configuration", "Deck", "The deck's one configuration", "", "data:DeckConfiguration"},
    row{"PUT", "/deck_configuration", "Deck", "Accepts the deck's one configuration", "data:DeckConfiguration",
        "data:DeckConfiguration"},

    row{"POST", "/commands", "Stateless commands", "Carry out a command outside all runs", "data:NewCommand", "data:Command", 201,
        wait},
    row{"GET", "/commands", "Stateless commands", "Those since the node's start", "", "list:Command", 200, page},
    row{"GET", "/commands/{command_id}", "Stateless commands", "One of them", "", "data:Command"},
    row{"POST", "/maintenance_runs", "Maintenance runs", "Begin a maintenance run", "?data:NewMaintenanceRun",
        "data:MaintenanceRun", 201},
    row{"GET", "/maintenance_runs/current_run", "Maintenance runs", "The current one", "", "data:MaintenanceRun"},
    row{"GET", "/maintenance_runs/{run_id}", "Maintenance runs", "The current one, by its id", "", "data:MaintenanceRun"},
    row{"DELETE", "/maintenance_runs/{run_id}", "Maintenance runs", "End it", "", "Empty"},
    row{"POST", "/maintenance_runs/{run_id}/commands", "Maintenance runs", "Carry out a command", "data:NewCommand",
        "data:Command", 201, wait},
    row{"GET", "/maintenance_runs/{run_id}/commands", "Maintenance runs", "Its log", "", "list:CommandSummary", 200, page},
    row{"GET", "/maintenance_runs/{run_id}/commands/{command_id}", "Maintenance runs", "One command, with its result", "",
        "data:Command"},

    row{"POST", "/protocols", "Protocols", "Upload a protocol: a form with files, key, protocolKind and runtime parameters",
        "form", "data:Protocol", 201},
    row{"GET", "/protocols", "Protocols", "All, oldest first", "", "list:Protocol", 200, "protocolKind:string"},
    row{"GET", "/protocols/ids", "Protocols", "The ids of all", "", "list:Id"},
    row{"GET", "/protocols/{protocol_id}", "Protocols", "One, and the runs of it", "", "data:Protocol"},
    row{"DELETE", "/protocols/{protocol_id}", "Protocols", "Delete one that no run uses", "", "Empty"},
    row{"POST", "/protocols/{protocol_id}/analyses", "Protocols", "Analyse it again", "?data:NewAnalysis", "list:AnalysisSummary",
        201},
    row{"GET", "/protocols/{protocol_id}/analyses", "Protocols", "Its dry runs", "", "list:Analysis"},
    row{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}", "Protocols", "One dry run", "", "data:Analysis"},
    row{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}/asDocument", "Protocols", "One completed dry run, bare", "",
        "Analysis"},

    row{"GET", "/protocols/{protocol_id}/dataFiles", "Protocols", "The CSV files that its runs and analyses use", "",
        "list:DataFile"},
    row{"POST", "/dataFiles", "Data files", "Upload a CSV file: a form with file", "data_form", "data:DataFile", 201},
    row{"GET", "/dataFiles", "Data files", "All", "", "list:DataFile"},
    row{"GET", "/dataFiles/{file_id}", "Data files", "One", "", "data:DataFile"},
    row{"GET", "/dataFiles/{file_id}/download", "Data files", "What is in it", "", "text"},
    row{"DELETE", "/dataFiles/{file_id}", "Data files", "Delete one that nothing uses", "", "Empty"},

    row{"POST", "/runs", "Runs", "Create a run, of a protocol or of commands to come", "?data:NewRun", "data:Run", 201},
    row{"GET", "/runs", "Runs", "The newest, oldest of them first", "", "list:Run", 200, "pageLength:integer"},
    row{"GET", "/runs/{run_id}", "Runs", "One run", "", "data:Run"},
    row{"PATCH", "/runs/{run_id}", "Runs", "Let go of the current run", "data:RunUpdate", "data:Run"},
    row{"DELETE", "/runs/{run_id}", "Runs", "Delete a run", "", "Empty"},
    row{"POST", "/runs/{run_id}/actions", "Runs", "Play, pause or stop", "data:NewAction", "data:Action", 201},
    row{"POST", "/runs/{run_id}/commands", "Runs", "Queue a command", "data:NewCommand", "data:Command", 201, fixit_wait},
    row{"GET", "/runs/{run_id}/commands", "Runs", "The run log, by pages; around the running command where no place is named", "",
        "list:CommandSummary", 200, fixit_page},
    row{"GET", "/runs/{run_id}/commands/{command_id}", "Runs", "One command, with its result", "", "data:Command"},
    row{"GET", "/runs/{run_id}/commandErrors", "Runs", "The errors of the current run's commands", "", "list:ErrorOccurrence",
        200, page},
    row{"GET", "/runs/{run_id}/commandsAsPreSerializedList", "Runs",
        "The whole log of a run that is over, each command as a text", "", "list:Id", 200, "includeFixitCommands:boolean"},
    row{"GET", "/runs/{run_id}/timing", "Runs", "The robot's idle time between commands", "", "data:Timing"},
};

}  // namespace

std::span<const operation_description> all_operations() { return rows; }

}  // namespace deckhand
