using ContactRelay.Contacts;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>Makes updates of bodies, as a hook's document says.</summary>
internal static class HookMapper
{
    /// <summary>The most events that one body may hold.</summary>
    private const int MaxEvents = 500;

    /// <summary>The updates in a body: one, or one for each of its events.</summary>
    public static IReadOnlyList<MappedUpdate> Map(Hook hook, JToken body, Func<string, string?> header, MappingBudget budget)
    {
        try
        {
            if (hook.Each is not { } each)
            {
                return [Map(hook, body, EventId(hook.EventId, body, header, budget), budget)];
            }

            var events = budget.Select(body, each);
            return events.Count > MaxEvents
                ? [Refused($"The body holds more than {MaxEvents} events.")]
                : [.. events.Select((item, i) => MapEvent(hook, item, i, header, budget))];
        }
        catch (MappingLimitException e)
        {
            return [TooMuch(hook, e)];
        }
    }

    /// <summary>Each event is looked at in a list of its own, where filters work as if it had come alone; and whatever becomes of the others.</summary>
    private static MappedUpdate MapEvent(Hook hook, JToken item, int index, Func<string, string?> header, MappingBudget budget)
    {
        try
        {
            // Moved rather than copied: one event may hold the next.
            if (item.Parent is not null)
            {
                item.Replace(JValue.CreateNull());
            }

            var body = new MeteredArray(budget) { item };
            var id = EventId(hook.EventId, body, header, budget);
            return Map(hook, body, id is not null && hook.EventId.Header is not null ? $"{id}/{index}" : id, budget);
        }
        catch (MappingLimitException e)
        {
            return TooMuch(hook, e);
        }
    }

    private static MappedUpdate Map(Hook hook, JToken body, string? eventId, MappingBudget budget)
    {
        var draft = new MappingDraft(hook);
        foreach (var (path, rule) in hook.Changes)
        {
            draft.Add(path, rule.Evaluate(body, budget), isConstant: rule.Constant is not null);
        }

        var update = new MappedUpdate { EventId = eventId, NotFound = draft.NotFound };
        if (draft.IsNothing)
        {
            return update;
        }

        var id = ContactId(hook, body, draft, budget);
        var occurredAt = OccurredAt(hook, body, draft, budget);
        var patch = draft.Write();
        var changes = draft.Read(patch);
        return update with { ContactId = id, OccurredAt = occurredAt, Patch = patch, Changes = changes ?? ContactFields.Empty, Errors = draft.Errors };
    }

    private static string ContactId(Hook hook, JToken body, MappingDraft draft, MappingBudget budget)
    {
        var found = hook.ContactId.Evaluate(body, budget);
        var id = found.Value is { } value ? HookJson.Text(HookJson.Single(value)) : null;
        if (string.IsNullOrEmpty(id))
        {
            draft.Fail(FieldError.ContactIdPointer, found.Problem ?? "The body holds no contact id, or several, where the mapping looks for it.");
        }

        return id ?? "";
    }

    private static DateTimeOffset? OccurredAt(Hook hook, JToken body, MappingDraft draft, MappingBudget budget)
    {
        var found = hook.OccurredAt?.Evaluate(body, budget) ?? Evaluation.Absent;
        if (found is { Problem: null, Value: null or { Type: JTokenType.Null } })
        {
            return null;
        }

        var time = found.Value is { } value ? HookTime.ReadEvent(value, hook.OccurredAt!.Unit) : null;
        if (time is null)
        {
            draft.Fail(Hook.OccurredAtPointer, found.Problem ?? "Must be a time as in RFC 3339, or in seconds or milliseconds since 1970, in the years from 1900 to 2100. The unit is said by date:s or date:ms.");
        }

        return time;
    }

    private static string? EventId(EventIdRule rule, JToken body, Func<string, string?> header, MappingBudget budget)
    {
        if (rule.Header is { } name)
        {
            return header(name) is { Length: > 0 } id ? id : null;
        }

        var parts = rule.Paths.Select(path => HookPath.Find(body, path, budget) is { } found ? HookJson.Text(found) : null).Where(part => !string.IsNullOrEmpty(part));
        return string.Join('/', parts) is { Length: > 0 } joined ? joined : null;
    }

    private static MappedUpdate TooMuch(Hook hook, MappingLimitException e) => Refused($"{e.Message} The mapping is at {hook.Pointer}.");

    private static MappedUpdate Refused(string detail) => new() { Errors = [new("", detail)] };
}
