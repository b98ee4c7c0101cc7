using System.Globalization;
using ContactRelay.Sandbox;
using ContactRelay.Sandbox.Control;
using Xunit;

namespace ContactRelay.Tests.Sandbox.Control;

public sealed class RequestLogTests
{
    [Fact]
    public void Add_more_than_a_thousand_keeps_the_last()
    {
        var log = new RequestLog();

        for (var i = 0; i < 1_005; i++)
        {
            log.Add(Request(i, default));
        }

        Assert.Equal(1_000, log.OldestFirst.Count);
        Assert.Equal("5", log.OldestFirst[0].Path);
        Assert.Equal("1004", log.OldestFirst[^1].Path);
    }

    [Fact]
    public void Add_large_bodies_keeps_fewer()
    {
        var log = new RequestLog();
        var body = new byte[1024 * 1024];

        for (var i = 0; i < 70; i++)
        {
            log.Add(Request(i, body));
        }

        Assert.Equal(64, log.OldestFirst.Count);
    }

    private static SandboxRequest Request(int number, ReadOnlyMemory<byte> body) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Method = "PUT",
        Path = number.ToString(CultureInfo.InvariantCulture),
        Headers = new Dictionary<string, string>(),
        Body = body,
    };
}
