using System.Collections.Specialized;
using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Delivery;

namespace ContactRelay.Functions.Http;

/// <summary>How much of a tenant's recent activity a call wants.</summary>
internal static class ActivityRequest
{
    public const int PageSize = 50;
    public const int MaxPageSize = 200;
    public const int Minutes = 60;
    public const int MaxMinutes = 24 * 60;

    /// <summary>Reads the query of a list.</summary>
    public static ActivityQuery Read(NameValueCollection query, string scope, DateTimeOffset now, List<FieldError> errors)
    {
        var since = query["since"] is { } text ? Rfc3339.ParseInQuery(text) : now - IActivityStore.Kept;
        if (since is null)
        {
            errors.Add(new("/since", Rfc3339.Expected));
        }

        ActivityPosition? before = query["before"] is { } place ? ActivityPosition.Parse(place) : null;
        if (query["before"] is not null && before is null)
        {
            errors.Add(new("/before", "Must be what the last page said as \"next\"."));
        }

        var oldest = now - IActivityStore.Kept;
        return new(scope, since > oldest ? since.Value : oldest, before, Number(query, "limit", PageSize, MaxPageSize, errors));
    }

    /// <summary>A number of the query, from 1 to this.</summary>
    public static int Number(NameValueCollection query, string name, int otherwise, int most, List<FieldError> errors)
    {
        var number = otherwise;
        if (query[name] is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= most))
        {
            errors.Add(new("/" + name, $"Must be a number from 1 to {most}."));
        }

        return number;
    }
}
