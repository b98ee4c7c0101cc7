using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class DeadLetterStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Find_of_what_was_never_put_there_is_null() =>
        Assert.Null(await storage.DeadLetters.FindAsync("acme", "u1", Token));

    [Fact]
    public async Task Upsert_then_find_gives_the_letter_with_its_values()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);

        var found = await storage.DeadLetters.FindAsync("acme", "u1", Token);

        Assert.Equal("rejected", found!.Kind);
        Assert.Equal("a/b|c", found.ContactId);
        Assert.Equal("1.10", found.Update!.Changes["fields.price"]!.Json);
        Assert.Equal(new UpdateVersion(5, 6), found.Update.Version);
    }

    [Fact]
    public async Task Upsert_twice_keeps_the_later()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);
        await storage.DeadLetters.UpsertAsync(Letter("expired"), Token);

        Assert.Equal("expired", (await storage.DeadLetters.FindAsync("acme", "u1", Token))!.Kind);
    }

    [Fact]
    public async Task Find_keeps_tenants_apart()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);

        Assert.Null(await storage.DeadLetters.FindAsync("other", "u1", Token));
    }

    [Fact]
    public async Task Upsert_keeps_a_letter_of_no_tenant()
    {
        await storage.DeadLetters.UpsertAsync(Letter("invalid") with { Tenant = "", ContactId = null, Update = null, Text = "{}" }, Token);

        Assert.Equal("{}", (await storage.DeadLetters.FindAsync("", "u1", Token))!.Text);
    }

    [Fact]
    public async Task Upsert_keeps_a_letter_whose_tenant_has_a_name_of_any_length()
    {
        var tenant = new string('/', 2000);
        await storage.DeadLetters.UpsertAsync(Letter("invalid") with { Tenant = tenant }, Token);

        Assert.Equal(tenant, (await storage.DeadLetters.FindAsync(tenant, "u1", Token))!.Tenant);
        Assert.Null(await storage.DeadLetters.FindAsync(tenant + "/", "u1", Token));
    }

    private static DeadLetter Letter(string kind) => new()
    {
        Tenant = "acme",
        Id = "u1",
        ContactId = "a/b|c",
        At = DateTimeOffset.UnixEpoch,
        Kind = kind,
        Reason = "because",
        Update = new()
        {
            Id = "u1",
            Version = new(5, 6),
            Changes = new([new("fields.price", FieldValue.Number("1.10"))]),
            AcceptedAt = DateTimeOffset.UnixEpoch,
            BodyHash = "hash",
        },
    };
}
