using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Erases what deleted tenants left, some at a time: whatever ends it, it goes on from there. Until nothing is left, and
/// nobody can be at work any more who still knew the tenant, its id cannot be used again.
/// </summary>
public sealed partial class TenantSweep(ITenantStore tenants, ITenantRows rows, TimeProvider time, ILogger<TenantSweep> logger)
{
    /// <summary>
    /// How long after a tenant was closed something of it may still be stored: it may be cached elsewhere, and what began
    /// with it then lasts no longer than a lease.
    /// </summary>
    public static readonly TimeSpan Settling = TenantDirectory.Cached + MailboxDelivery.LeaseTime + TimeSpan.FromSeconds(15);

    /// <summary>How long it is remembered that a tenant was deleted: longer than any message lives that was sent for it.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private const int AtATime = 200;
    private static readonly TimeSpan ForTimer = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ForCaller = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Goes on with all closed tenants. Throws <see cref="StorageUnavailableException"/>; what is left is done the next time.
    /// </summary>
    /// <param name="settling">How long somebody may still be at work for them: <see cref="Settling"/>, unless this process is known to be alone and new.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(TimeSpan settling, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + ForTimer;
        foreach (var id in await tenants.ListClosedAsync(cancellationToken))
        {
            await SweepAsync(id, settling, end, cancellationToken);
        }
    }

    /// <summary>Begins with a tenant that was just closed. It is closed whatever comes of this, so a storage that fails is left to the timer.</summary>
    public async Task BeginAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(id, Settling, time.GetUtcNow() + ForCaller, cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            Log.NotBegun(logger, id, e);
        }
    }

    private async Task SweepAsync(string id, TimeSpan settling, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(id, cancellationToken) is not { Life: { ClosedAt: { } closedAt } life } stored)
        {
            return;
        }

        var now = time.GetUtcNow();
        var isForgotten = now - closedAt >= Remembered;
        if (life.IsErased && !isForgotten)
        {
            return;
        }

        // Under the id alone are the dead letters of messages that named it while no tenant had it.
        foreach (var scope in new[] { TenantScope.Of(id, life.Generation), id })
        {
            while (await rows.EraseSomeAsync(scope, AtATime, cancellationToken) > 0)
            {
                if (time.GetUtcNow() >= end)
                {
                    return;
                }
            }
        }

        if (isForgotten)
        {
            await tenants.DeleteAsync(id, stored.ETag, cancellationToken);
        }
        else if (now - closedAt >= settling && await tenants.SaveAsync(id, stored.Document, life with { IsErased = true }, stored.ETag, cancellationToken))
        {
            Log.Erased(logger, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(75, LogLevel.Information, "All that the deleted tenant {Tenant} left is erased")]
        public static partial void Erased(ILogger logger, string tenant);

        [LoggerMessage(76, LogLevel.Warning, "What the deleted tenant {Tenant} left could not be erased now; it will be within minutes")]
        public static partial void NotBegun(ILogger logger, string tenant, Exception exception);
    }
}
