namespace ContactRelay.Delivery;

/// <summary>The names of the queues.</summary>
public static class QueueNames
{
    /// <summary>Wake-ups, and whole updates from other services.</summary>
    public const string Updates = "contact-updates";

    /// <summary>Where the host puts a message of <see cref="Updates"/> that failed too often.</summary>
    public const string UpdatesPoison = "contact-updates-poison";

    /// <summary>The same for what comes in bulk, so that an import never delays a form.</summary>
    public const string BulkUpdates = "contact-updates-bulk";

    /// <summary>Where the host puts a message of <see cref="BulkUpdates"/> that failed too often.</summary>
    public const string BulkUpdatesPoison = "contact-updates-bulk-poison";

    /// <summary>The queue for what comes in bulk, or the one for all else.</summary>
    public static string For(bool isBulk) => isBulk ? BulkUpdates : Updates;
}
