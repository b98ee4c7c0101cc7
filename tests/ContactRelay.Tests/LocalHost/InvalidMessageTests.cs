using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ContactRelay.LocalHost.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Messages that are no updates, and contacts whose stored state is damaged, as the API shows them.</summary>
public sealed class InvalidMessageTests : IAsyncLifetime
{
    private const string Path = "/api/tenants/demo-kulea/deadletters";
    private const string Misspelt = """{"tenant":"demo-kulea","contactId":7,"changes":{"firstName":"Ada"},"occuredAt":"2026-01-31T11:00:00Z","Ada":"Ada"}""";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Invalid_message_is_listed_masked_and_shown_to_whoever_asks_for_values()
    {
        await _host.EnqueueAsync("\uFEFF" + Misspelt);
        await _host.DeadLettersAsync(1);

        var masked = await GetAsync("?kind=invalid");
        var shown = (await GetAsync("?kind=invalid&values=true")).GetProperty("deadLetters")[0];

        Assert.DoesNotContain("Ada", masked.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("7", Misspelt), (shown.GetProperty("contactId").GetString(), shown.GetProperty("text").GetString()));
        Assert.Contains("/occuredAt", shown.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_message_is_corrected_and_delivered()
    {
        await _host.EnqueueAsync(Misspelt);
        var id = (await _host.DeadLettersAsync(1))[0].Id;

        var refused = await PostAsync(new { ids = new[] { id } });
        Assert.Equal(
            ["/occuredAt", "/Ada"],
            refused.GetProperty("results")[0].GetProperty("problem").GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        var message = new { tenant = "demo-kulea", contactId = 7, changes = new { firstName = "Ada" } };
        var preview = await PostAsync(new { ids = new[] { id }, message, preview = true });
        Assert.Equal("""{"forename":"Ada"}""", preview.GetProperty("results")[0].GetProperty("request").GetProperty("body").GetString());
        Assert.Equal(1, (await PostAsync(new { ids = new[] { id }, message = JsonSerializer.Serialize(message) })).GetProperty("redriven").GetInt32());

        while (_host.Sandbox.Contact("kulea", "7")?.Values.TryGetProperty("forename", out _) is not true)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(0, (await GetAsync("")).GetProperty("deadLetters").GetArrayLength());
    }

    [Fact]
    public async Task Correction_is_of_one_letter()
    {
        using var response = await _host.Client.PostAsJsonAsync(Path + "/redrive", new { kind = "invalid", message = "{}" }, Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Contact_whose_row_is_damaged_says_so_until_it_is_erased()
    {
        var scope = (await _host.KeyAsync("demo-kulea", "9")).Tenant;
        await _host.Services.GetRequiredService<EmbeddedDatabase>().WriteAsync(session => session.Execute(
            "INSERT INTO mailboxes (tenant, contact, etag, document, pending, due, leased) VALUES (?2, '9', 3, ?1, 1, 0, 0)", "{\"pending\":["u8.ToArray(), scope));

        foreach (var call in new[] { _host.PatchAsync("demo-kulea", "9", """{"firstName":"Ada"}"""), _host.Client.GetAsync("/api/tenants/demo-kulea/contacts/9", Token) })
        {
            using var response = await call;
            Assert.Equal((HttpStatusCode.InternalServerError, null), (response.StatusCode, response.Headers.RetryAfter));
            Assert.Equal("/api/problems/state-unreadable", (await RunningHost.ReadAsync(response)).GetProperty("type").GetString());
        }

        using var erased = await _host.Client.DeleteAsync("/api/tenants/demo-kulea/contacts/9", Token);
        using var accepted = await _host.PatchAsync("demo-kulea", "9", """{"firstName":"Ada"}""");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Accepted), (erased.StatusCode, accepted.StatusCode));
    }

    private async Task<JsonElement> GetAsync(string query)
    {
        using var response = await _host.Client.GetAsync(Path + query, Token);
        return await RunningHost.ReadAsync(response);
    }

    private async Task<JsonElement> PostAsync(object body)
    {
        using var response = await _host.Client.PostAsJsonAsync(Path + "/redrive", body, Token);
        return await RunningHost.ReadAsync(response);
    }
}
