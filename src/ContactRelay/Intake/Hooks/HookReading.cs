using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>What was made of a webhook's body.</summary>
/// <param name="Updates">The updates in it.</param>
/// <param name="Problem">Why the body cannot be read; null where it can.</param>
/// <param name="IsUnknownType">Whether it cannot be read for its type.</param>
public sealed record HookReading(IReadOnlyList<MappedUpdate> Updates, string? Problem = null, bool IsUnknownType = false)
{
    /// <summary>The most bytes that a body may have.</summary>
    public const int MaxBytes = HookBody.MaxBytes;

    /// <summary>Reads the body once more, for the log: mapping takes it apart.</summary>
    internal Func<JToken?> ReadBody { get; private init; } = () => null;

    /// <summary>Reads the body of a request that is its sender's.</summary>
    public static HookReading Read(Hook hook, HookRequest request)
    {
        var (bytes, type) = BodyType.Guess(request.Body, request.Header("Content-Type"));
        var budget = new MappingBudget(TimeProvider.System);
        var body = HookBody.Read(bytes, type, budget);
        return body.Json is { } json
            ? new(HookMapper.Map(hook, json, request.Header, budget)) { ReadBody = () => HookBody.Read(bytes, type, budget).Json }
            : new([], body.Problem, body.IsUnknownType);
    }

    /// <summary>The idempotency key of an event: two hooks may well have the same ids. Null where it has no id.</summary>
    public static string? IdempotencyKey(Hook hook, string? eventId)
    {
        var key = $"{hook.Name}/{eventId}";
        return eventId is null ? null : IntakeRules.IsKey(key) ? key : $"{hook.Name}/{UpdateHash.OfKey(key)}";
    }
}
