using ChatBot.Learning;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>
/// What a program can rely on in an error: each is a promise, and the README lists them with those of
/// <see cref="RefusalCodes"/>.
/// </summary>
internal static class ProblemCodes
{
    public const string AdminKeyRequired = "admin_key_required";
    public const string AlreadyDecided = "already_decided";
    public const string AskEveryOutOfRange = "ask_every_out_of_range";
    public const string BadRequest = "bad_request";
    public const string BodyMissing = "body_missing";
    public const string BodyTooLarge = "body_too_large";
    public const string CorrectionEmpty = RefusalCodes.CorrectionEmpty;
    public const string Forbidden = "forbidden";
    public const string FormExpired = "form_expired";
    public const string FormatMissing = "format_missing";
    public const string InstallDenied = "install_denied";
    public const string InstallFailed = "install_failed";
    public const string InstallNotOffered = "install_not_offered";
    public const string InstallState = "install_state";
    public const string InteractionIdMissing = "interaction_id_missing";
    public const string InternalError = "internal_error";
    public const string InvalidActivity = "invalid_activity";
    public const string InvalidArm = "invalid_arm";
    public const string InvalidCommand = "invalid_command";
    public const string InvalidCount = "invalid_count";
    public const string InvalidDays = "invalid_days";
    public const string InvalidEvent = "invalid_event";
    public const string InvalidId = "invalid_id";
    public const string InvalidInteraction = "invalid_interaction";
    public const string InvalidJson = "invalid_json";
    public const string InvalidPrompt = "invalid_prompt";
    public const string InvalidStage = "invalid_stage";
    public const string InvalidText = "invalid_text";
    public const string InvalidThumbs = "invalid_thumbs";
    public const string InvalidTopK = "invalid_top_k";
    public const string KeyRequired = "key_required";
    public const string KeysUnavailable = "keys_unavailable";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string NameMissing = "name_missing";
    public const string NotFound = "not_found";
    public const string NotJson = "not_json";
    public const string NothingToAccept = "nothing_to_accept";
    public const string OtherWorkspace = "other_workspace";
    public const string QueryMissing = "query_missing";
    public const string QuestionMissing = "question_missing";
    public const string RequestTimeout = "request_timeout";
    public const string SlackNotConfigured = "slack_not_configured";
    public const string SourceMissing = "source_missing";
    public const string StorageUnavailable = "storage_unavailable";
    public const string TeamsNotConfigured = "teams_not_configured";
    public const string TextMissing = "text_missing";
    public const string TextTooLong = RefusalCodes.TextTooLong;
    public const string ThresholdOutOfRange = RefusalCodes.ThresholdOutOfRange;
    public const string TooManyRequests = RefusalCodes.TooManyRequests;
    public const string TooManyWrongKeys = "too_many_wrong_keys";
    public const string Unauthorized = "unauthorized";
    public const string Unavailable = "unavailable";
    public const string UnknownCorrection = "unknown_correction";
    public const string UnknownDeadLetter = "unknown_dead_letter";
    public const string UnknownExperiment = "unknown_experiment";
    public const string UnknownField = "unknown_field";
    public const string UnknownFormat = "unknown_format";
    public const string UnknownHost = "unknown_host";
    public const string UnknownInteraction = "unknown_interaction";
    public const string UnknownKey = "unknown_key";
    public const string UnknownPrompt = RefusalCodes.UnknownPrompt;
    public const string UnknownProposal = "unknown_proposal";
    public const string UnknownRole = "unknown_role";
    public const string UnknownSource = "unknown_source";
    public const string UnknownStatus = "unknown_status";
    public const string UserMissing = "user_missing";
    public const string WrongType = "wrong_type";
}
