using ContactRelay.Sandbox.Http;

namespace ContactRelay.Sandbox.Providers;

/// <summary>A provider's API as its documentation describes it. It does no I/O.</summary>
internal interface IStandIn
{
    /// <summary>The provider's name in the control endpoints.</summary>
    string Name { get; }

    /// <summary>What all its paths begin with.</summary>
    string Root { get; }

    /// <summary>Answers one call.</summary>
    Answer Handle(Call call);

    /// <summary>An error in the provider's own shape.</summary>
    Answer Error(int status, string message);
}
