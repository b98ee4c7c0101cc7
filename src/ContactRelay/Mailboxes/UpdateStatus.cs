namespace ContactRelay.Mailboxes;

/// <summary>Where an update stands. Every status but <see cref="Accepted"/> is final.</summary>
public enum UpdateStatus
{
    /// <summary>Stored, and on its way to the provider.</summary>
    Accepted,

    /// <summary>The provider said that it applied at least one of the update's fields.</summary>
    Delivered,

    /// <summary>Each of its fields was overtaken by a newer value, so there was nothing of it to apply.</summary>
    Superseded,

    /// <summary>The provider took the call and did not apply it, since the contact is archived.</summary>
    Ignored,

    /// <summary>The provider refused it for good.</summary>
    Rejected,

    /// <summary>It could not be delivered within the tenant's maximum age.</summary>
    Expired,

    /// <summary>Its sender took it back before it was started.</summary>
    Cancelled,

    /// <summary>It was rejected or expired, and somebody has given it up for good.</summary>
    Discarded,
}
