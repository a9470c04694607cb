using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class IpAddressTests
{
    public static TheoryData<string> Found { get; } =
        Marked.Cases(
            "«41.173.96.26»",
            "from «86.121.97.248» blocked",
            "|«106.31.73.20»|%20/",
            "http://«46.142.217.118»:8501/x",
            "ssh root@«203.0.113.77»",
            "«192.168.131.137»",
            "«10.1.2.33»",
            "«172.16.254.1».",
            "(«203.0.113.77»)",
            "[«203.0.113.77»]:443",
            "«203.0.113.77»/24",
            "ip=«203.0.113.77»",
            "client_ip:«203.0.113.77»",
            "«255.1.2.3»",
            "host «1.2.3.4» is down",
            "my ip is «1.2.3.4»",
            "ping «5.6.7.8»",
            "address «0.10.24.3» blocked",
            "«203.0.113.77», «203.0.113.78»",
            "«6e40:4041:c617:e898:c11:40d2:c669:2eb4»",
            "«2001:db8::ff00:42:8329»",
            "«2001:DB8:0:0:8:800:200C:417A»",
            "«fe80::1ff:fe23:4567:890a»",
            "[«2001:db8::1»]:80",
            "«::ffff:192.0.2.128»",
            "http://[«2001:db8::7»]/",
            "from «2001:0db8:85a3:0000:0000:8a2e:0370:7334».",
            "«2a02:1205:34e4:f6a0::1»: refused",
            "«2607:f8b0:4005:805::200e»",
            "```\nhost = \"«203.0.113.77»\"\n```",
            "Deny from «198.51.100.23»",
            "x-forwarded-for: «198.51.100.23»"
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "127.0.0.1",
            "0.0.0.0",
            "255.255.255.0",
            "255.255.255.255",
            "8.8.8.8",
            "1.1.1.1",
            "169.254.169.254",
            "10.0.0.0/8",
            "192.168.0.0/16",
            "0.0.0.0/0",
            "version 10.4.31.12",
            "v10.4.31.12",
            "1.2.3.4",
            "section 1.2.3.4",
            "==1.2.33.4",
            "package-1.2.33.4",
            "nginx/1.24.0.12",
            "Chrome/118.0.5993.70",
            "256.1.1.1",
            "1.2.3",
            "1.2.3.4.5",
            "41.173.96.026",
            "41.173.96",
            "a41.173.96.26",
            "41.173.96.26b",
            "Oracle 19.3.0.0",
            "::1",
            "std::vector",
            "a::b",
            "12:30:45",
            "00:11:22:33:44:55",
            "10:20:30",
            "C::D::E",
            "dead::beef",
            "namespace Ab::Cd",
            "key: value: other",
            "2024-05-01T12:30:45",
            "::",
            "Time 1:2:3:4",
            "1.2.3.4-beta"
        );

    [Theory, MemberData(nameof(Found))]
    public void The_address_of_a_machine_is_redacted(string marked) => Marked.IsFound(PersonalData.Ip, marked);

    [Theory, MemberData(nameof(Left))]
    public void Versions_networks_and_constants_stay(string text) => Marked.IsLeft(text);
}
