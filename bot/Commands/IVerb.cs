using System.CommandLine;
using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary>
/// One verb of the command line, a class of its own that is listed in <see cref="CommandLine"/>. Its action returns the exit
/// code; what goes wrong is thrown with a message fit for people, <see cref="UsageException"/> where the usage was wrong.
/// </summary>
internal interface IVerb
{
    /// <summary>The verb with its options, arguments and action.</summary>
    Command Describe(CommandContext context);
}
