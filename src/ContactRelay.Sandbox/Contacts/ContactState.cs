namespace ContactRelay.Sandbox.Contacts;

/// <summary>
/// A contact at one moment. The values are one JSON object in UTF-8: several times smaller than a tree of nodes,
/// which counts when a load run leaves 200,000 contacts behind.
/// </summary>
internal sealed record ContactState(ReadOnlyMemory<byte> Values, int Updates, DateTimeOffset UpdatedAt);
