using System.Text.Json;

namespace ContactRelay.Mailboxes;

/// <summary>Statuses in words.</summary>
public static class UpdateStatusWords
{
    private static readonly string[] Words = [.. Enum.GetNames<UpdateStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The status in a word, as the API, logs and the tags of metrics have it.</summary>
    public static string Word(this UpdateStatus status) => Words[(int)status];
}
