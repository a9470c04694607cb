namespace ChatBot.Learning;

/// <summary>
/// Why a rating, a correction, an experiment or a step of an adapter is not taken, as stable codes that whoever sent it gets to see.
/// </summary>
public static class RefusalCodes
{
    public const string AdapterExists = "adapter_exists";
    public const string AdapterRefused = "adapter_refused";
    public const string CanaryRunning = "canary_running";
    public const string CorrectionEmpty = "correction_empty";
    public const string CorrectionRefused = "correction_refused";
    public const string CorrectionTooLong = "correction_too_long";
    public const string ExperimentExists = "experiment_exists";
    public const string InvalidName = "invalid_name";
    public const string InvalidShare = "invalid_share";
    public const string QuestionGone = "question_gone";
    public const string RatingEmpty = "rating_empty";
    public const string RatingOutOfRange = "rating_out_of_range";
    public const string SameVersion = "same_version";
    public const string StageForbidden = "stage_forbidden";
    public const string TextTooLong = "text_too_long";
    public const string ThresholdOutOfRange = "threshold_out_of_range";
    public const string TooManyRequests = "too_many_requests";
    public const string UnknownModel = "unknown_model";
    public const string UnknownPrompt = "unknown_prompt";
    public const string WordingRefused = "wording_refused";
}
