using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>A request on its way to the model's provider.</summary>
internal sealed class ModelCall(Batch batch, DateTimeOffset startedAt)
{
    public Batch Batch { get; } = batch;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The time until which the request may still reach the provider, once nobody waits for its answer.</summary>
    public DateTimeOffset? LandsUntil { get; set; }
}
