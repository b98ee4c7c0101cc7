using ContactRelay.Delivery;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>How long dead letters are kept.</summary>
public sealed class DeadLetterAgingTests : IAsyncDisposable
{
    private readonly RelayUnderTest _relay = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task Apply_deletes_what_is_older_than_its_tenant_keeps_it()
    {
        _relay.Tenant("short", "\"limits\":{\"deadLetterAge\":\"2.00:00:00\"}");
        _relay.Tenant("long", "\"limits\":{\"deadLetterAge\":\"365.00:00:00\"}");
        foreach (var tenant in new[] { "acme", "short", "long", "", "former" })
        {
            foreach (var days in new[] { 1, 3, 89, 91, 364, 366 })
            {
                await KeepAsync(tenant, days);
            }
        }

        await _relay.Get<DeadLetterAging>().ApplyAsync(Token);

        Assert.Equal(["1", "3", "89"], await IdsAsync("acme"));
        Assert.Equal(["1"], await IdsAsync("short"));
        Assert.Equal(["1", "3", "364", "89", "91"], await IdsAsync("long"));
        Assert.Equal(["1", "3", "89"], await IdsAsync(""));
        Assert.Equal(["1", "3", "89"], await IdsAsync("former"));
        Assert.Contains((LogLevel.Information, 73, "Deleted 15 dead letters that were kept for long enough"), _relay.Log.Lines);
    }

    [Fact]
    public async Task Apply_leaves_a_letter_that_cannot_be_read()
    {
        await _relay.Storage.ExecuteAsync("INSERT INTO deadletters (tenant, id, document) VALUES ('acme', 'x', ?1)", "{"u8.ToArray());

        await _relay.Get<DeadLetterAging>().ApplyAsync(Token);

        Assert.True(Assert.Single(await _relay.DeadLettersAsync()).IsUnreadable);
    }

    private ValueTask KeepAsync(string tenant, int days) => _relay.Storage.DeadLetters.UpsertAsync(
        new() { Tenant = tenant, Id = $"{days}", At = _relay.Now.AddDays(-days), Kind = DeadLetter.Invalid, Reason = "Wrong." }, Token);

    private async Task<string[]> IdsAsync(string tenant) => [.. (await _relay.DeadLettersAsync(tenant)).Select(letter => letter.Id)];
}
