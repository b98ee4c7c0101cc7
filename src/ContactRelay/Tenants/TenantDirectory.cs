using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Tenants;

/// <summary>
/// The stored tenants, each read at most every 30 seconds: so long may a change by another instance stay unseen.
/// </summary>
public sealed partial class TenantDirectory(ITenantStore store, TenantReader reader, TimeProvider time, ILogger<TenantDirectory> logger)
    : ITenantDirectory
{
    private const int MaxCached = 10_000;
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (Tenant? Tenant, DateTimeOffset At)> _cache = new(StringComparer.Ordinal);
    private int _changes;

    /// <inheritdoc/>
    public ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        _cache.TryGetValue(id, out var cached) && time.GetUtcNow() - cached.At < Cached
            ? ValueTask.FromResult(cached.Tenant)
            : ReadAsync(id, cancellationToken);

    /// <summary>Forgets what is cached of a tenant that has just been changed.</summary>
    public void Forget(string id)
    {
        Interlocked.Increment(ref _changes);
        _cache.TryRemove(id, out _);
    }

    private async ValueTask<Tenant?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        // Whoever asks for what nobody has must not fill the memory, nor the storage's log.
        if (!TenantReader.IsId(id))
        {
            return null;
        }

        var at = time.GetUtcNow();
        var changes = Volatile.Read(ref _changes);
        var stored = await store.FindAsync(id, cancellationToken);
        var result = stored is null ? null : reader.Read(stored.Document);
        if (result is { Tenant: null })
        {
            Log.Invalid(logger, id, string.Join(' ', result.Errors.Select(error => error.Pointer)));
        }

        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        // What was read before a change must not be remembered after it.
        if (changes == Volatile.Read(ref _changes))
        {
            _cache[id] = (result?.Tenant, at);
        }

        return result?.Tenant;
    }

    private static partial class Log
    {
        [LoggerMessage(51, LogLevel.Error, "The stored document of tenant {Tenant} is not valid any more: {Pointers}")]
        public static partial void Invalid(ILogger logger, string tenant, string pointers);
    }
}
