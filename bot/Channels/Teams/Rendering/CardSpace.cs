using System.Text;
using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>How many bytes of JSON what somebody wrote may still take in a card, whatever it is made of.</summary>
internal sealed class CardSpace(int bytes)
{
    private int _taken;

    public int Left => bytes - _taken;

    /// <summary>True once something found no room: nothing more is to follow.</summary>
    public bool IsFull { get; private set; }

    /// <summary>True once an ellipsis says so.</summary>
    public bool IsTold { get; set; }

    /// <summary>False where there is no room for it.</summary>
    public bool Take(JsonObject element) => Take(Encoding.UTF8.GetByteCount(WireJson.Write(element)) + 1);

    public bool Take(int size)
    {
        if (IsFull || size > Left)
            IsFull = true;
        else
            _taken += size;
        return !IsFull;
    }
}
