using System.Text.Json;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Control;

/// <summary>Reads faults from JSON: one object, or an array of them to be met one after the other.</summary>
internal static class FaultReader
{
    private const int MaxCount = 1_000_000;
    private const int MaxDelayMilliseconds = 600_000;
    private const int MinStatus = 200;
    private const int MaxStatus = 599;

    /// <summary>The faults, or what is wrong with them.</summary>
    public static (IReadOnlyList<SandboxFault> Faults, string? Error) Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.Parse(body);
        if (document is null)
        {
            return ([], "The body is not valid JSON.");
        }

        var root = document.RootElement;
        var faults = new List<SandboxFault>();
        foreach (var item in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root })
        {
            var fault = new SandboxFault();
            if (ReadOne(item, ref fault) is { } error)
            {
                return ([], error);
            }

            faults.Add(fault);
        }

        return (faults, null);
    }

    private static string? ReadOne(JsonElement item, ref SandboxFault fault)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return "A fault must be a JSON object.";
        }

        foreach (var property in item.EnumerateObject())
        {
            if (Set(property.Name, property.Value, ref fault) is { } error)
            {
                return $"\"{property.Name}\" {error}";
            }
        }

        return null;
    }

    private static string? Set(string name, JsonElement value, ref SandboxFault fault) => name switch
    {
        "count" => Integer(value, 1, MaxCount, out var count) ?? Keep(out fault, fault with { Count = count }),
        "status" => Integer(value, MinStatus, MaxStatus, out var status) ?? Keep(out fault, fault with { Status = status }),
        "delayMs" => Integer(value, 0, MaxDelayMilliseconds, out var delay)
            ?? Keep(out fault, fault with { Delay = TimeSpan.FromMilliseconds(delay) }),
        "retryAfter" => HeaderText(value, out var retryAfter) ?? Keep(out fault, fault with { RetryAfter = retryAfter }),
        "contentType" => HeaderText(value, out var type) ?? Keep(out fault, fault with { ContentType = type }),
        "body" => Text(value, out var body) ?? Keep(out fault, fault with { Body = body }),
        "reset" => Boolean(value, out var reset) ?? Keep(out fault, fault with { Reset = reset }),
        "drop" => Boolean(value, out var drop) ?? Keep(out fault, fault with { Drop = drop }),
        "applyThenReset" => Boolean(value, out var after) ?? Keep(out fault, fault with { ApplyThenReset = after }),
        _ => "is not a property of a fault; these are: count, status, retryAfter, delayMs, reset, drop, applyThenReset, body, contentType.",
    };

    private static string? Keep(out SandboxFault fault, SandboxFault changed)
    {
        fault = changed;
        return null;
    }

    private static string? Integer(JsonElement value, int min, int max, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number) && number >= min && number <= max
            ? null
            : $"must be an integer from {min} to {max}.";
    }

    private static string? Boolean(JsonElement value, out bool set)
    {
        set = value.ValueKind == JsonValueKind.True;
        return value.IsBoolean() ? null : "must be true or false.";
    }

    private static string? Text(JsonElement value, out string? text)
    {
        text = value.IsText() ? value.GetString() : null;
        return text is null ? "must be a string." : null;
    }

    private static string? HeaderText(JsonElement value, out string? text) =>
        Text(value, out text) ?? (text!.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "must be printable ASCII, as it goes into a header." : null);
}
