using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// What all instances have to agree on before they call a tenant's provider: whether the tenant is held, which slots of
/// its rate are taken, and which calls are being made. An immutable value; <see cref="Holding"/>, <see cref="Slots"/>
/// and <see cref="Permits"/> are its transitions.
/// </summary>
public sealed record TenantGate
{
    /// <summary>The gate of a tenant that nothing was ever said of.</summary>
    public static readonly TenantGate Open = new();

    /// <summary>Why no call is to be made; null where calls are.</summary>
    public Hold? Hold { get; init; }

    /// <summary>From when on slots are free.</summary>
    public DateTimeOffset NextSlot { get; init; }

    /// <summary>From when on slots are free for what comes in bulk.</summary>
    public DateTimeOffset NextBulkSlot { get; init; }

    /// <summary>The calls that are being made, where the tenant limits how many there may be.</summary>
    public ImmutableArray<Permit> Calls { get; init; } = [];

    /// <summary>The contacts whose failures are their own affair, those found out last at the end.</summary>
    public ImmutableArray<Excuse> Excused { get; init; } = [];

    /// <summary>The fingerprints of the contacts whose calls may fail whatever becomes of the others', those that its hold is due to at the end.</summary>
    public IReadOnlyList<string> Suspects() => [.. Excused.Select(excuse => excuse.Contact), .. Hold?.ContactList() ?? []];

    /// <summary>The bytes to store.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, TenantGateJson.Default.TenantGate);

    /// <summary>The gate that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static TenantGate Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, TenantGateJson.Default.TenantGate) is { } gate
            ? gate with { Calls = gate.Calls.IsDefault ? [] : gate.Calls, Excused = gate.Excused.IsDefault ? [] : gate.Excused }
            : throw new JsonException("A tenant's gate is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(UnixMsConverter)])]
[JsonSerializable(typeof(TenantGate))]
internal sealed partial class TenantGateJson : JsonSerializerContext;
