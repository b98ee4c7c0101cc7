using System.IO.Compression;
using System.Text;
using ContactRelay.Intake;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>
/// Requests whose length can be read in two ways, or has no end. No second request comes to life in the body of a
/// first, no more is read than the limit, and nothing is stored. On Azure the platform's front end reads them first.
/// </summary>
public sealed class RequestFramingTests : IAsyncLifetime
{
    private const string Start = "PATCH /api/tenants/demo-kulea/contacts/7 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer demo-key\r\nContent-Type: application/json\r\n";
    private const string Body = """{"firstName":"A"}""";
    private const string Hidden = "PATCH /api/tenants/demo-kulea/contacts/hidden HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer demo-key\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n" + Body;

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("Content-Length: 17\r\nContent-Length: 18\r\n\r\n" + Body)]
    [InlineData("Content-Length: 17, 18\r\n\r\n" + Body)]
    [InlineData("Content-Length: -1\r\n\r\n" + Body)]
    [InlineData("Content-Length: 0x11\r\n\r\n" + Body)]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n" + Body)]
    [InlineData("Content-Length : 17\r\n\r\n" + Body)]
    [InlineData("Transfer-Encoding: gzip\r\n\r\n" + Body)]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n" + Body)]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n" + Body)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n" + Body)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n11 \r\n" + Body + "\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n100000011\r\n" + Body + "\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n" + Body + "\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n11\n" + Body + "\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n" + Body + "\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n11\r\n" + Body + "\r\n0\r\nX-Trailer: a\0b\r\n\r\n")]
    [InlineData("X-Folded: a\r\n b\r\nContent-Length: 17\r\n\r\n" + Body)]
    [InlineData("X-Bare: a\rContent-Length: 3\r\nContent-Length: 17\r\n\r\n" + Body)]
    [InlineData("X-Nul: a\0b\r\nContent-Length: 17\r\n\r\n" + Body)]
    public async Task Request_whose_length_is_doubtful_is_refused_and_its_connection_ended(string rest)
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync(Start + rest + Hidden, Token);

        Assert.Equal(400, (await connection.AnswerAsync(Token)).Status);
        Assert.Equal("", await connection.RestAsync(Token));
        await AssertNothingStoredAsync("7", "hidden");
    }

    // RFC 9112, section 6.3: the chunks count, and the connection is not trusted any further.
    [Theory]
    [InlineData("Content-Length: 17\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n")]
    public async Task Request_with_both_lengths_is_read_by_its_chunks_and_is_the_last(string lengths)
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync($"{Start}{lengths}11\r\n{Body}\r\n0\r\n\r\n{Hidden}", Token);

        Assert.Equal(202, (await connection.AnswerAsync(Token)).Status);
        Assert.Equal("", await connection.RestAsync(Token));
        await AssertNothingStoredAsync("hidden");
    }

    [Fact]
    public async Task Request_in_the_body_of_another_is_never_one_of_its_own()
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);
        var hidden = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

        await connection.SendAsync($"{Start}Content-Length: {hidden.Length}\r\n\r\n{hidden}", Token);
        await connection.SendAsync("GET /api/providers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Token);

        Assert.Equal(400, (await connection.AnswerAsync(Token)).Status);
        var (status, text) = await connection.AnswerAsync(Token);
        Assert.Equal(200, status);
        Assert.Contains("campaignlark", text, StringComparison.Ordinal);
        Assert.Equal("", await connection.RestAsync(Token));
    }

    [Theory]
    [InlineData("demo-key", 413)]
    [InlineData("wrong", 401)]
    public async Task Body_without_an_end_is_read_to_the_limit_and_no_further(string key, int status)
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync(Start.Replace("demo-key", key, StringComparison.Ordinal) + "Transfer-Encoding: chunked\r\n\r\n", Token);
        await connection.SendAsync($"{IntakeRules.MaxUpdateBytes + 1:x}\r\n{new string(' ', IntakeRules.MaxUpdateBytes + 1)}\r\n", Token);

        Assert.Equal(status, (await connection.AnswerAsync(Token)).Status);
        await AssertNothingStoredAsync("7");
    }

    [Fact]
    public async Task Body_of_a_tenant_that_is_announced_as_endless_is_refused_before_it_comes()
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync(
            "PUT /api/tenants/acme HTTP/1.1\r\nHost: localhost\r\nx-functions-key: dev-admin\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {long.MaxValue}\r\n\r\n{new string(' ', (64 * 1024) + 1)}",
            Token);

        Assert.Equal(413, (await connection.AnswerAsync(Token)).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Body_that_is_packed_is_not_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        await using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
        })
        {
            await packer.WriteAsync(Encoding.UTF8.GetBytes(Body.PadRight(20_000_000)), Token);
        }

        Assert.InRange(packed.Length, 1, IntakeRules.MaxUpdateBytes);
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/json") } };
        content.Headers.ContentEncoding.Add(encoding);

        using var response = await _host.SendAsync(HttpMethod.Patch, "demo-kulea", "7", content);

        Assert.Equal(400, (int)response.StatusCode);
        await AssertNothingStoredAsync("7");
    }

    [Theory]
    [InlineData(40_000, 1, 431)]
    [InlineData(20, 200, 431)]
    public async Task Headers_that_are_too_long_or_too_many_are_refused(int length, int count, int status)
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

        await connection.SendAsync($"{Start}{headers}Content-Length: 17\r\n\r\n{Body}", Token);

        Assert.Equal(status, (await connection.AnswerAsync(Token)).Status);
        await AssertNothingStoredAsync("7");
    }

    [Fact]
    public async Task Url_that_is_too_long_is_refused()
    {
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync($"GET /api/tenants/demo-kulea/contacts/{new string('7', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", Token);

        Assert.Equal(414, (await connection.AnswerAsync(Token)).Status);
    }

    private async Task AssertNothingStoredAsync(params string[] contacts)
    {
        foreach (var contact in contacts)
        {
            using var mailbox = await _host.Client.GetAsync($"/api/tenants/demo-kulea/contacts/{contact}", Token);
            Assert.Equal(404, (int)mailbox.StatusCode);
        }
    }
}
