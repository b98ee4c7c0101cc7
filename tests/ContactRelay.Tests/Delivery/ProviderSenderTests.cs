using System.IO.Compression;
using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tests.Providers;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class ProviderSenderTests : ProviderSenderTest
{
    [Fact]
    public async Task SendAsync_kulea_update_is_these_bytes_on_the_wire()
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK", """{"success":true}""")));
        var tenant = TenantBuilder.Kulea().Build() with { BaseUrl = server.Url };
        var changes = PatchReader.Read("""{"firstName":"Ωμέγα","fields":{"größe":1.10}}"""u8).Changes!;
        var request = new KuleaProvider().BuildRequest("a/b c%?#é", changes, ContactFields.Empty, tenant, "k£y:1").Request!;

        var result = await Sender().SendAsync(request);

        var (line, headers, body) = Parse(await server.RequestAsync(Cancellation));
        Assert.Equal("POST /rest/api/users/a%2Fb%20c%25%3F%23%C3%A9 HTTP/1.1", line);
        Assert.Equal("k£y:1", headers["Authorization"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Equal($"127.0.0.1:{server.Port}", headers["Host"]);
        Assert.StartsWith("ContactRelay/", headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("40", headers["Content-Length"]);
        Assert.DoesNotContain("Transfer-Encoding", headers.Keys);
        Assert.DoesNotContain("Cookie", headers.Keys);
        Assert.DoesNotContain("traceparent", headers.Keys);
        Assert.Equal("""{"forename":"Ωμέγα","größe":1.10}""", body);
        Assert.Equal(200, Answer(result).Status);
        Assert.Equal("""{"success":true}""", Encoding.UTF8.GetString(Answer(result).Body.Span));
    }

    [Theory]
    [InlineData("..%2Fadmin")]
    [InlineData("a%252Fb")]
    [InlineData("a%5Cb")]
    [InlineData("~a-b_c.d")]
    [InlineData("%F0%9F%98%80")]
    public async Task SendAsync_path_goes_as_it_is(string segment)
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK")));

        await Sender().SendAsync(Request($"{server.Url}/users/{segment}"));

        Assert.Equal($"POST /users/{segment} HTTP/1.1", Parse(await server.RequestAsync(Cancellation)).Line);
    }

    [Theory]
    [InlineData("key with spaces")]
    [InlineData("=,;\"(odd)\\@{}")]
    [InlineData("ключ")]
    [InlineData("Bearer k£y")]
    public async Task SendAsync_any_key_goes_as_it_is(string authorization)
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK")));

        await Sender().SendAsync(Request(server.Url, authorization: authorization));

        Assert.Equal(authorization, Parse(await server.RequestAsync(Cancellation)).Headers["Authorization"]);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task SendAsync_redirect_is_not_followed(string statusLine)
    {
        await using var elsewhere = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK")));
        await using var server = new ScriptedServer(
            ScriptedServer.Send(ScriptedServer.Http(statusLine, "", "Location: " + elsewhere.Url)),
            ScriptedServer.Send(ScriptedServer.Http("200 OK")));

        var answer = Answer(await Sender().SendAsync(Request(server.Url)));

        Assert.Equal(int.Parse(statusLine[..3], null), answer.Status);
        await server.RequestAsync(Cancellation);
        Assert.Equal(0, server.UnreadRequests + elsewhere.UnreadRequests);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("259200", 259200)]
    [InlineData("99999999999", 315619200)]
    [InlineData("2.5", 2.5)]
    [InlineData("12.30", 12.3)]
    [InlineData("Sat, 31 Jan 2026 12:05:00 GMT", 300)]
    [InlineData("Saturday, 31-Jan-26 12:05:00 GMT", 300)]
    [InlineData("Sat Jan 31 12:05:00 2026", 300)]
    [InlineData("Sun, 01 Feb 2026 12:00:00 GMT", 86400)]
    public async Task SendAsync_retry_after_is_how_long_to_wait(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), await RetryAfterAsync("Retry-After: " + value));

    [Theory]
    [InlineData("X-Other: 1")]
    [InlineData("Retry-After: ")]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: 13:30")]
    [InlineData("Retry-After: Sat, 31 Jan 2026 11:59:00 GMT")]
    public async Task SendAsync_retry_after_of_no_use_is_none(string header) => Assert.Null(await RetryAfterAsync(header));

    [Fact]
    public async Task SendAsync_answer_up_to_the_cap_is_whole()
    {
        var body = new string('x', ProviderSender.MaxAnswerBytes);
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK", body)));

        var answer = Answer(await Sender().SendAsync(Request(server.Url)));

        Assert.False(answer.IsCut);
        Assert.Equal(body, Encoding.ASCII.GetString(answer.Body.Span));
    }

    [Fact]
    public async Task SendAsync_answer_over_the_cap_is_cut()
    {
        var body = new string('x', ProviderSender.MaxAnswerBytes + 1);
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK", body)));

        var answer = Answer(await Sender().SendAsync(Request(server.Url)));

        Assert.True(answer.IsCut);
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Body.Length, 0, ProviderSender.MaxAnswerBytes);
    }

    [Fact]
    public async Task SendAsync_small_answer_that_unpacks_over_the_cap_is_cut()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[ProviderSender.MaxAnswerBytes * 4]);
        }

        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
        await using var server = new ScriptedServer(
            async (socket, cancellation) => await socket.SendAsync((byte[])[.. head, .. packed.ToArray()], cancellation));

        Assert.True(Answer(await Sender().SendAsync(Request(server.Url))).IsCut);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200, "{}")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n", 503, "")]
    public async Task SendAsync_any_form_of_answer_is_read(string raw, int status, string body)
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(raw));

        var answer = Answer(await Sender().SendAsync(Request(server.Url)));

        Assert.Equal(status, answer.Status);
        Assert.Equal(body, Encoding.UTF8.GetString(answer.Body.Span));
    }

    private async Task<TimeSpan?> RetryAfterAsync(string header)
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("429 Too Many Requests", "", header)));
        return Answer(await Sender().SendAsync(Request(server.Url))).RetryAfter;
    }

    private static (string Line, Dictionary<string, string> Headers, string Body) Parse(byte[] request)
    {
        var parts = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(request).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return (lines[0], headers, parts[1]);
    }
}
