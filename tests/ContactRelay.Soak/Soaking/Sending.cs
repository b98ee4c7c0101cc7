using System.Globalization;
using System.Text.RegularExpressions;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>An update that was sent, with values that no other has.</summary>
internal sealed partial class Sending
{
    public required int Number { get; init; }

    public required Subject Subject { get; init; }

    public required string Contact { get; init; }

    /// <summary>The fields that it sets.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Its idempotency key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The version that its caller gave it; null for none.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Its version, as far as it is known.</summary>
    public VersionRange Version { get; set; }

    /// <summary>Where its status is found; null until it is answered with a 202, and for good where it never was.</summary>
    public Uri? Status { get; set; }

    /// <summary>What a finding calls it.</summary>
    public string Name => $"{Subject.Tenant} update {Status?.Segments[^1] ?? "without an answer"} (number {Number})";

    /// <summary>The value that it gives a field.</summary>
    public string Value(string path) => path == "email"
        ? string.Create(CultureInfo.InvariantCulture, $"soak-{Number}@example.com")
        : string.Create(CultureInfo.InvariantCulture, $"soak-{Number}");

    /// <summary>The number of the update that a value came from; null where nobody sent it.</summary>
    public static int? NumberOf(string? value) =>
        value is not null && ValueForm().Match(value) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("^soak-([0-9]{1,9})(@example\\.com)?$")]
    private static partial Regex ValueForm();
}
