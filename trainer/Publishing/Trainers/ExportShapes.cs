using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>
/// A line of the data as other trainers read it: conversations, so that the base's own chat template writes what is served. See "Dataset
/// formats" of TRL, and <c>chat_template</c> and <c>dpo.chat_template.default</c> of axolotl.
/// </summary>
internal static class ExportShapes
{
    private const string Assistant = "assistant";

    /// <summary>Supervised fine-tuning and direct preference optimisation.</summary>
    public static IReadOnlyList<string> Objectives { get; } = ["sft", "dpo"];

    /// <returns>Null where the line has no pair to learn from.</returns>
    public static object? Of(DatasetLine line, string objective, OtherTrainer trainer)
    {
        var reply = new DatasetMessage(Assistant, line.Reply);
        if (objective == "sft")
            return trainer == OtherTrainer.Axolotl
                ? new { messages = line.Messages.Append(reply) }
                : new { prompt = line.Messages, completion = (DatasetMessage[])[reply] };
        if (line.Rejected is null)
            return null;
        var rejected = new DatasetMessage(Assistant, line.Rejected);
        return trainer == OtherTrainer.Axolotl
            ? new
            {
                messages = line.Messages,
                chosen = reply,
                rejected,
            }
            : new
            {
                prompt = line.Messages,
                chosen = (DatasetMessage[])[reply],
                rejected = (DatasetMessage[])[rejected],
            };
    }
}
