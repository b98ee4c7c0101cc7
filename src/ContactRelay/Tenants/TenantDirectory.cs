using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Tenants;

/// <summary>
/// The stored tenants, each read at most every 30 seconds: so long may a change by another instance stay unseen.
/// </summary>
public sealed partial class TenantDirectory(ITenantStore store, TenantReader reader, TimeProvider time, ILogger<TenantDirectory> logger)
    : ITenantDirectory
{
    /// <summary>How long what was read of a tenant is good.</summary>
    public static readonly TimeSpan Cached = TimeSpan.FromSeconds(30);

    private const int MaxCached = 10_000;

    // None but those that are stored; the tenant is null where its document is not valid.
    private readonly ConcurrentDictionary<string, (Tenant? Tenant, DateTimeOffset At)> _cache = new(StringComparer.Ordinal);
    private readonly UnknownTenants _unknown = new(store, time);
    private int _changes;

    /// <inheritdoc/>
    public ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        _cache.TryGetValue(id, out var cached) && time.GetUtcNow() - cached.At < Cached
            ? ValueTask.FromResult(cached.Tenant)
            : ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> IsGoneAsync(string id, CancellationToken cancellationToken) =>
        !TenantReader.IsId(id) || await store.FindAsync(id, cancellationToken) is not { IsOpen: true };

    /// <summary>Forgets what is cached of a tenant that has just been changed.</summary>
    public void Forget(string id)
    {
        Interlocked.Increment(ref _changes);
        _unknown.Forget();
        _cache.TryRemove(id, out _);
    }

    private async ValueTask<Tenant?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        // Whoever asks for what nobody has must not fill the memory, nor the storage's log.
        if (!TenantReader.IsId(id))
        {
            return null;
        }

        var window = _unknown.Current();
        if (await _unknown.IncludesAsync(window, id, cancellationToken))
        {
            return null;
        }

        var at = time.GetUtcNow();
        var changes = Volatile.Read(ref _changes);
        var started = time.GetTimestamp();
        var stored = await store.FindAsync(id, cancellationToken);
        window.ReadTime = time.GetElapsedTime(started);
        if (stored is not { IsOpen: true })
        {
            _cache.TryRemove(id, out _);
            window.Ids[id] = true;
            return null;
        }

        var result = reader.Read(stored.Document, isStored: true);
        if (result.Tenant is null)
        {
            Log.Invalid(logger, id, string.Join(' ', result.Errors.Select(error => error.Pointer)));
        }

        var tenant = result.Tenant is { } read ? read with { Life = stored.Life } : null;
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        // What was read before a change must not be remembered after it.
        if (changes == Volatile.Read(ref _changes))
        {
            _cache[id] = (tenant, at);
        }

        return tenant;
    }

    private static partial class Log
    {
        [LoggerMessage(51, LogLevel.Error, "The stored document of tenant {Tenant} is not valid any more: {Pointers}")]
        public static partial void Invalid(ILogger logger, string tenant, string pointers);
    }
}
