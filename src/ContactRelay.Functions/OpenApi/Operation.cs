using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>What a function's attributes cannot say of its calls.</summary>
/// <param name="Tag">The group that it belongs to.</param>
/// <param name="Summary">It in a few words.</param>
/// <param name="Description">What a caller has to know of it.</param>
internal sealed record Operation(string Tag, string Summary, string Description)
{
    /// <summary>The names of its parameters beside those in the path; <see cref="Parameters"/> has them all.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The bodies that it takes, one for each media type.</summary>
    public IReadOnlyList<Content> Bodies { get; init; } = [];

    /// <summary>What it answers where nothing is wrong.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>The problems that it may answer beside those that go without saying.</summary>
    public IReadOnlyList<ProblemType> Problems { get; init; } = [];

    /// <summary>Answers to what cannot be done that are no problem documents: those to a webhook of several events.</summary>
    public IReadOnlyList<Answer> OtherAnswers { get; init; } = [];

    /// <summary>The keys of which one is enough, empty text for none; null for those that its route asks for.</summary>
    public IReadOnlyList<string>? Keys { get; init; }
}
