using System.Net.Sockets;

namespace ChatBot.Bot.Hosting.Limits;

/// <summary>Who is limited: an IPv4 address, or an IPv6 /64, since one subscriber has all of that.</summary>
internal static class Client
{
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address.ToString();
    }
}
