namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>What the storage says to a save.</summary>
internal enum SaveAnswer
{
    Saved,
    Conflict,

    /// <summary>The storage cannot be reached: it may have been saved or not.</summary>
    Failed,
}
