"""As whom PostgreSQL runs: itself refuses to run as root, and a container often knows only root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from tracker.embedded import kernel
from tracker.embedded.problems import CannotStart


class Way(Enum):
    """How a started server gets away from user id 0."""

    AS_WE_ARE = "as we are"
    NAMESPACE = "in a user namespace"
    SETUID = "as another user"


@dataclass(frozen=True)
class ServerUser:
    """The user that PostgreSQL's programs run as, and how they become it."""

    way: Way
    user: pwd.struct_passwd | None = None

    def become(self) -> None:
        """Change the calling process, between fork and exec."""
        if self.user is None:
            return
        if self.way is Way.NAMESPACE:
            kernel.enter_user_namespace(self.user)
        elif self.way is Way.SETUID:
            os.setgroups([])
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)

    def own(self, *folders: Path) -> None:
        """Give the folders and all in them to the server's user, where that is somebody else."""
        if self.way is not Way.SETUID or self.user is None:
            return
        for folder in folders:
            if folder.stat().st_uid == self.user.pw_uid:
                continue
            for place, _, names in os.walk(folder):
                for path in (place, *(os.path.join(place, name) for name in names)):
                    os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def check_reach(self, binaries: Path, folder: Path) -> None:
        """CannotStart if the server's user may not run the binaries or enter the folder."""
        if self.way is not Way.SETUID or self.user is None:
            return

        def before_exec() -> None:
            self.become()
            os.chdir(folder)

        try:
            subprocess.run(
                [binaries / "postgres", "--version"],
                preexec_fn=before_exec,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            raise CannotStart(
                "PostgreSQL refuses to run as root, this machine allows no user namespaces, and "
                f"the user {self.user.pw_name} can not reach {binaries} and {folder}. Start as an "
                "ordinary user (`su - NAME`), or move the project to a folder that others may "
                "enter, such as /srv/tracker, or set DATABASE_URL to a server."
            ) from None


@cache
def server_user() -> ServerUser:
    """How PostgreSQL can be run by whoever we are. CannotStart where there is no way."""
    if os.geteuid() != 0:
        return ServerUser(Way.AS_WE_ARE)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        # In the namespace the user is a name only; outside it owns the files.
        if kernel.user_namespaces_allowed(user):
            return ServerUser(Way.NAMESPACE, user)
        return ServerUser(Way.SETUID, user)
    raise CannotStart(
        "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor "
        "`nobody`: start as an ordinary user, or set DATABASE_URL to a server."
    )
