using System.Collections.Specialized;
using ContactRelay.Contacts;

namespace ContactRelay.Functions.Http;

/// <summary>What the query of a call that accepts an update says.</summary>
internal sealed record AcceptQuery(bool DryRun, DateTimeOffset? OccurredAt, DateTimeOffset? DeliverAt, IReadOnlyList<FieldError> Errors)
{
    public static AcceptQuery Read(NameValueCollection query)
    {
        var errors = new List<FieldError>();
        var dryRun = query["dryRun"];
        if (dryRun is not (null or "true" or "false"))
        {
            errors.Add(new("/dryRun", "Must be true or false."));
        }

        return new(dryRun == "true", Time(query, "occurredAt", errors), Time(query, "deliverAt", errors), errors);
    }

    private static DateTimeOffset? Time(NameValueCollection query, string name, List<FieldError> errors)
    {
        if (query[name] is not { } text)
        {
            return null;
        }

        var time = Rfc3339.ParseInQuery(text);
        if (time is null)
        {
            errors.Add(new("/" + name, Rfc3339.Expected));
        }

        return time;
    }
}
