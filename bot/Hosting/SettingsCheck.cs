namespace ChatBot.Bot.Hosting;

/// <summary>Refuses wrong settings before anything is built from them.</summary>
internal static class SettingsCheck
{
    /// <exception cref="StartException">Names the key, what is wrong with it, and the nearest known name.</exception>
    public static void Run(IServiceCollection services, IConfiguration settings)
    {
    }
}
