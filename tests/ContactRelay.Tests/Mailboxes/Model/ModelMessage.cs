using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>A message on the model's queue.</summary>
internal sealed class ModelMessage
{
    /// <summary>When it may be picked; of one in hand, when it was.</summary>
    public required DateTimeOffset VisibleAt { get; set; }

    /// <summary>The whole update in it; null for a wake-up.</summary>
    public NewUpdate? Update { get; init; }

    public bool InHand { get; set; }
}
