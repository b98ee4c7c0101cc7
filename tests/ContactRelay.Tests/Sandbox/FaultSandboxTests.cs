using System.Net;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class FaultSandboxTests() : SandboxTest("kulea")
{
    private const string Path = "/rest/api/users/7";
    private const string Body = """{"forename":"A"}""";
    private readonly ManualTimer _time = new();

    protected override string? Authorization => SandboxKeys.Kulea;

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task Status_answers_in_the_providers_shape_for_the_next_calls()
    {
        await SendAsync(HttpMethod.Put, "/_faults/kulea", """{"count":2,"status":503,"retryAfter":"5"}""");

        using var first = await Client.SendAsync(Request(HttpMethod.Post, Path, Body), Cancellation);
        var (_, remaining) = await SendAsync(HttpMethod.Get, "/_faults/kulea");
        var (second, answer) = await SendAsync(HttpMethod.Post, Path, Body);
        var (third, _) = await SendAsync(HttpMethod.Post, Path, Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal("5", first.Headers.GetValues("Retry-After").Single());
        Assert.Equal("""[{"count":1,"status":503,"retryAfter":"5"}]""", remaining);
        Assert.Equal((503, 200), (second, third));
        Assert.False(Json(answer).GetProperty("success").GetBoolean());
        Assert.Equal(1, Contact("7").Updates);
    }

    [Fact]
    public async Task Body_replaces_the_answer_and_nothing_is_applied()
    {
        Server.Throw("kulea", new SandboxFault { Body = "<html>", ContentType = "text/html" });

        using var response = await Client.SendAsync(Request(HttpMethod.Post, Path, Body), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("<html>", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Null(Server.Contact("kulea", "7"));
    }

    [Fact]
    public async Task Status_that_allows_no_body_has_none()
    {
        Server.Throw("kulea", new SandboxFault { Status = 204 });

        Assert.Equal((204, ""), await SendAsync(HttpMethod.Post, Path, Body));
    }

    [Fact]
    public async Task Reset_aborts_and_applies_nothing()
    {
        Server.Throw("kulea", new SandboxFault { Reset = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Post, Path, Body));

        Assert.Null(Server.Contact("kulea", "7"));
        Assert.Null(Assert.Single(Server.Requests("kulea")).Status);
    }

    [Fact]
    public async Task ApplyThenReset_applies_and_aborts()
    {
        Server.Throw("kulea", new SandboxFault { ApplyThenReset = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Post, Path, Body));

        Assert.Equal(1, Contact("7").Updates);
    }

    [Fact]
    public async Task Drop_answers_success_and_applies_nothing()
    {
        Server.Throw("kulea", new SandboxFault { Drop = true });

        var answer = await SendAsync(HttpMethod.Post, Path, Body);

        Assert.Equal((200, """{"success":true,"crm_id":7}"""), answer);
        Assert.Equal((0, "{}"), (Contact("7").Updates, Values("7")));
    }

    [Fact]
    public async Task Delay_holds_the_answer_until_its_time()
    {
        Server.Throw("kulea", new SandboxFault { Delay = TimeSpan.FromMinutes(5) });
        var answer = SendAsync(HttpMethod.Post, Path, Body);

        Assert.Equal(TimeSpan.FromMinutes(5), await _time.Asked.WaitAsync(Cancellation));
        var request = Assert.Single(Server.Requests("kulea"));
        Assert.Equal((null, null), (request.Status, request.EndedAt));
        Assert.False(answer.IsCompleted);
        _time.Fire();

        Assert.Equal(200, (await answer).Status);
        Assert.True(request.EndedAt >= request.At);
        Assert.Equal(1, Contact("7").Updates);
    }

    [Fact]
    public async Task Requests_tell_what_fault_each_met_and_that_it_ended()
    {
        Server.Throw("kulea", new SandboxFault { Status = 500 }, new SandboxFault { Reset = true });

        await SendAsync(HttpMethod.Post, Path, Body);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Post, Path, Body));
        await SendAsync(HttpMethod.Post, Path, Body);

        var requests = Server.Requests("kulea");
        Assert.Equal([500, null, 200], requests.Select(request => request.Status));
        Assert.Equal([new() { Status = 500 }, new() { Reset = true }, null], requests.Select(request => request.Fault));
        Assert.DoesNotContain(requests, request => request.EndedAt is null);
    }

    [Fact]
    public async Task Dispose_delayed_answer_is_cut()
    {
        Server.Throw("kulea", new SandboxFault { Delay = TimeSpan.FromMinutes(5) });
        var answer = SendAsync(HttpMethod.Post, Path, Body);
        await _time.Asked.WaitAsync(Cancellation);

        await Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Several_faults_are_met_in_order()
    {
        await SendAsync(HttpMethod.Put, "/_faults/kulea", """[{"status":500},{"status":429}]""");

        var (first, _) = await SendAsync(HttpMethod.Post, Path, Body);
        var (second, _) = await SendAsync(HttpMethod.Post, Path, Body);
        var (third, _) = await SendAsync(HttpMethod.Post, Path, Body);

        Assert.Equal((500, 429, 200), (first, second, third));
    }

    [Fact]
    public async Task Delete_clears_what_remains()
    {
        Server.Throw("kulea", new SandboxFault { Count = 5, Status = 500 });

        var (deleted, _) = await SendAsync(HttpMethod.Delete, "/_faults/kulea");
        var (_, remaining) = await SendAsync(HttpMethod.Get, "/_faults/kulea");
        var (status, _) = await SendAsync(HttpMethod.Post, Path, Body);

        Assert.Equal((204, "[]", 200), (deleted, remaining, status));
    }

    [Theory]
    [InlineData("bosscart", "success")]
    [InlineData("campaignlark", "error")]
    [InlineData("everlytic", "error")]
    public async Task Status_every_provider_has_its_own_shape(string provider, string property)
    {
        var path = provider switch { "bosscart" => "/api/site/contacts/7", "campaignlark" => "/v1/contacts/7", _ => "/api/2.0/contacts/7" };
        Server.Throw(provider, new SandboxFault { Status = 500 });

        var (status, body) = await SendAsync(HttpMethod.Put, path, "{}");

        Assert.Equal(500, status);
        Assert.True(Json(body).TryGetProperty(property, out _));
    }

    [Theory]
    [InlineData("kulea", """{"stauts":500}""")]
    [InlineData("kulea", """{"status":"500"}""")]
    [InlineData("kulea", """{"status":99}""")]
    [InlineData("kulea", """{"count":0}""")]
    [InlineData("kulea", """{"count":1.5}""")]
    [InlineData("kulea", """{"delayMs":-1}""")]
    [InlineData("kulea", """{"reset":1}""")]
    [InlineData("kulea", """{"retryAfter":5}""")]
    [InlineData("kulea", """{"retryAfter":"5\r\nX: y"}""")]
    [InlineData("kulea", """{"body":{}}""")]
    [InlineData("kulea", """[{"status":500},1]""")]
    [InlineData("kulea", "")]
    [InlineData("kulia", """{"status":500}""")]
    public async Task Put_wrong_fault_is_400_and_changes_nothing(string provider, string fault)
    {
        var (status, body) = await SendAsync(HttpMethod.Put, $"/_faults/{provider}", fault);

        Assert.Equal(400, status);
        Assert.NotEmpty(Json(body).GetProperty("error").GetString()!);
        Assert.Equal("[]", (await SendAsync(HttpMethod.Get, "/_faults/kulea")).Body);
    }
}
