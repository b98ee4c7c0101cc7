namespace ContactRelay.Delivery;

/// <summary>The names of the queues.</summary>
public static class QueueNames
{
    /// <summary>Wake-ups, and whole updates from other services.</summary>
    public const string Updates = "contact-updates";

    /// <summary>Where the host puts a message of <see cref="Updates"/> that failed too often.</summary>
    public const string UpdatesPoison = "contact-updates-poison";
}
