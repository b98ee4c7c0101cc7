using System.Text.Json;

namespace ContactRelay.Sandbox;

/// <summary>What a stand-in holds of one contact.</summary>
/// <param name="Id">The contact's id, decoded.</param>
/// <param name="Archived">Whether the provider refuses changes because the contact is archived.</param>
/// <param name="Values">The values in the shape of the provider's own request body; numbers keep their text.</param>
/// <param name="Updates">How many calls were applied.</param>
public sealed record SandboxContact(string Id, bool Archived, JsonElement Values, int Updates);
