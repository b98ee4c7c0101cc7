using System.Text;
using ContactRelay.Providers;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class TenantDirectoryTests : ITenantStore
{
    private static readonly TenantReader Reader = new(new ProviderRegistry([new KuleaProvider()]), new BaseUrlRule(AllowLocal: false));
    private readonly Dictionary<string, StoredTenant> _stored = [];
    private readonly ManualTime _time = new();
    private readonly TenantDirectory _directory;
    private int _reads;
    private int _lists;

    public TenantDirectoryTests() => _directory = new(this, Reader, _time, NullLogger<TenantDirectory>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_gives_the_tenant_with_its_generation()
    {
        Store("acme", new() { Generation = "g1" });

        var tenant = await FindAsync("acme");

        Assert.Equal(("acme", "acme~g1"), (tenant?.Id, tenant?.Scope));
        Assert.Equal(("acme~g1", "acme"), (tenant?.Mailbox("7").Tenant, tenant?.Mailbox("7").TenantId));
    }

    [Fact]
    public async Task Find_of_a_closed_tenant_is_null_and_it_is_gone()
    {
        Store("acme", new() { Generation = "g1", ClosedAt = _time.GetUtcNow() });

        Assert.Null(await FindAsync("acme"));
        Assert.True(await _directory.IsGoneAsync("acme", Token));
    }

    [Fact]
    public async Task Tenant_whose_document_is_not_valid_is_not_gone()
    {
        _stored["acme"] = new("{}"u8.ToArray(), "1", new());

        Assert.Null(await FindAsync("acme"));
        Assert.False(await _directory.IsGoneAsync("acme", Token));
    }

    [Fact]
    public async Task Unknown_id_is_read_once_in_half_a_minute()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(await FindAsync("ghost"));
        }

        Assert.Equal((1, 0), (_reads, _lists));
    }

    [Fact]
    public async Task Many_unknown_ids_cost_a_bounded_number_of_reads_and_forget_no_tenant()
    {
        Store("acme");
        await FindAsync("acme");

        for (var i = 0; i < 20_000; i++)
        {
            Assert.Null(await FindAsync($"ghost-{i}"));
        }

        Assert.NotNull(await FindAsync("acme"));
        Assert.Equal((1 + UnknownTenants.MaxReads, 1), (_reads, _lists));
    }

    [Fact]
    public async Task Tenant_that_is_not_cached_is_found_among_many_unknown_ids()
    {
        Store("acme");
        await FloodAsync();

        Assert.NotNull(await FindAsync("acme"));
    }

    [Fact]
    public async Task Tenant_stored_here_is_found_at_once_among_many_unknown_ids()
    {
        await FindAsync("acme");
        await FloodAsync();
        Store("acme");

        _directory.Forget("acme");

        Assert.NotNull(await FindAsync("acme"));
    }

    [Fact]
    public async Task Tenant_stored_by_another_instance_is_found_within_half_a_minute()
    {
        await FindAsync("acme");
        await FloodAsync();
        Store("acme");
        Assert.Null(await FindAsync("acme"));

        _time.Advance(TenantDirectory.Cached);

        Assert.NotNull(await FindAsync("acme"));
    }

    [Fact]
    public async Task Reads_of_unknown_ids_are_bounded_in_each_half_minute()
    {
        for (var i = 0; i < 3; i++)
        {
            await FloodAsync();
            _time.Advance(TenantDirectory.Cached);
        }

        Assert.Equal((3 * UnknownTenants.MaxReads, 3), (_reads, _lists));
    }

    ValueTask<IReadOnlyList<string>> ITenantStore.ListAsync(CancellationToken cancellationToken)
    {
        _lists++;
        return new([.. _stored.Where(tenant => tenant.Value.IsOpen).Select(tenant => tenant.Key)]);
    }

    ValueTask<StoredTenant?> ITenantStore.FindAsync(string id, CancellationToken cancellationToken)
    {
        _reads++;
        return new(_stored.GetValueOrDefault(id));
    }

    ValueTask<IReadOnlyList<string>> ITenantStore.ListClosedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<bool> ITenantStore.SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<bool> ITenantStore.DeleteAsync(string id, string etag, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<Tenant?> FindAsync(string id) => await _directory.FindAsync(id, Token);

    private async Task FloodAsync()
    {
        for (var i = 0; i < 1000; i++)
        {
            await FindAsync($"ghost-{i}");
        }
    }

    private void Store(string id, TenantLife? life = null) => _stored[id] = new(
        Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","provider":"kulea","baseUrl":"https://kulea.example","apiKeySecret":"{{id}}"}"""), "1", life ?? new());
}
