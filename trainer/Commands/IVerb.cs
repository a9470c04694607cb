using System.CommandLine;
using ChatBot.Trainer.Jobs;

namespace ChatBot.Trainer.Commands;

/// <summary>One word of the command line.</summary>
internal interface IVerb
{
    /// <summary>Name, options and action; the action returns the exit code.</summary>
    Command Describe(TrainerContext context);
}
